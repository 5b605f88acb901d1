-- gives: a table's rows, its columns by name. {{columns}} {{table}} {{where}}
select {{columns}} from {{table}} where {{where}}
