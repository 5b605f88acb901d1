-- gives what a parcel did in the rounds that took it; what its withdrawal did stands in a later
-- round
select coalesce(sum(c.rows_new), 0) as rows_new, coalesce(sum(c.rows_changed), 0) as rows_changed,
       coalesce(sum(c.rows_unchanged), 0) as rows_unchanged, coalesce(sum(c.rows_ended), 0) as
         rows_ended,
       coalesce(sum(c.cells_changed), 0) as cells_changed
from record_change c
join parcel p on p.parcel = c.parcel and c.round_from >= p.round_from
  and c.round_from <= coalesce(p.round_last, c.round_from)
where c.parcel = $parcel and {{allowed}}
