union all
select i.{{old_column}} as area from {{incoming}} i where {{which}} and not i.is_new group by
  i.{{old_column}}
