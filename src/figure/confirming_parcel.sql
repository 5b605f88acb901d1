-- reads: record_change. gives: a file of the day that sent records again without a change, how many
-- in a place, and how many all such files did.
select c.parcel, cast(sum(c.rows_unchanged) as bigint) as n,
  cast(sum(sum(c.rows_unchanged)) over () as bigint) as counted
from record_change c
where c.register = $register and c.day = $day and c.round_from <= $known
  and c.rows_unchanged > 0 and {{in_place}}
group by c.parcel
order by n desc nulls last, c.parcel
limit 1
