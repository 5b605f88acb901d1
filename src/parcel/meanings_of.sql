-- reads: heading_meaning
-- gives: what headings of files of a register mean, as last confirmed, oldest first
-- params: $register, $seq (earlier ones)
select m.area, m.layout, m.heading, m.column_name
from heading_meaning m
where m.register = $register and m.seq < $seq
  and not exists (
    select 1 from heading_meaning later
    where later.register = m.register and later.area = m.area and later.layout = m.layout
      and later.heading = m.heading and later.seq > m.seq and later.seq < $seq
  )
order by m.seq
