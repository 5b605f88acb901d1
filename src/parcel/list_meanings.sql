-- reads: heading_meaning
-- gives: what headings mean now, by sender and layout
-- params: $register ('': all), $area, $area_end; {{scope}}
select m.seq, m.register, m.area, m.layout, m.heading, m.column_name, m.day, m.actor
from heading_meaning m
where m.area >= $area and m.area < $area_end and ($register = '' or m.register = $register)
  and {{scope}}
  and not exists (
    select 1 from heading_meaning later
    where later.register = m.register and later.area = m.area and later.layout = m.layout
      and later.heading = m.heading and later.seq > m.seq
  )
order by m.register, m.area, m.layout, m.seq
