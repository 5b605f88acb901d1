-- writes touched: counties named by an area column of the rows that changed, before and after
insert into touched (register, column_name, area)
select {{register}}, {{column_name}}, area
from (
  select left(i.{{column}}, 6) as area from {{incoming}} i where {{which}}
  {{old}}
) places
where area is not null
group by area
