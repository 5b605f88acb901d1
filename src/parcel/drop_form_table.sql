-- drops: a table of the rows of forms
drop table if exists {{table}}
