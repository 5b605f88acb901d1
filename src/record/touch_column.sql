-- writes touched: counties named by an area column of the rows that changed, before and after
insert into touched (register, column_name, area)
select distinct {{register}}, {{column_name}}, left(area, 6)
from (
  select i.{{column}} as area from {{incoming}} i where {{which}} group by i.{{column}}
  {{old}}
) places
where area is not null
