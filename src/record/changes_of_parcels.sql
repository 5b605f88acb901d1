-- gives what parcels did in the rounds that took them; what a withdrawal did stands in a later
-- round
select c.parcel, cast(sum(c.rows_new) as bigint) as rows_new,
       cast(sum(c.rows_changed) as bigint) as rows_changed,
       cast(sum(c.rows_unchanged) as bigint) as rows_unchanged,
       cast(sum(c.rows_ended) as bigint) as rows_ended,
       cast(sum(c.cells_changed) as bigint) as cells_changed
from record_change c
join parcel p on p.parcel = c.parcel and c.round_from >= p.round_from
  and c.round_from <= coalesce(p.round_last, c.round_from)
where {{which}} and {{allowed}}
group by c.parcel
