union all
select left(i.{{old_column}}, 6) as area from {{incoming}} i where {{which}} and not i.is_new
