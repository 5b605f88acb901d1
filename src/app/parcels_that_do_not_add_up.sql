-- reads: parcel, record_change, finding, finding_past.
-- gives: parcels whose rows are not all accounted for: each
-- row that came in was accepted or refused, in the rounds that took it (rows left out are none of
-- them). params: none
with taken as (
  select parcel, rows_in, round_from, coalesce(round_last, 9223372036854775807) as round_last
  from parcel
)
select concat('parcel ', cast(p.parcel as varchar), ': ', cast(p.rows_in as varchar), ' <> ',
              cast(coalesce(a.accepted, 0) as varchar), ' + ',
              cast(coalesce(r.refused, 0) as varchar)) as what
from taken p
left join (
  select c.parcel, sum(c.rows_new + c.rows_changed + c.rows_unchanged) as accepted
  from record_change c
  join taken t on t.parcel = c.parcel and c.round_from >= t.round_from
    and c.round_from <= t.round_last
  group by c.parcel
) a on a.parcel = p.parcel
left join (
  select one.parcel, count(*) as refused
  from (
    select distinct f.parcel, f.sheet, f.row_no
    from (
      select parcel, sheet, row_no, round_from from finding where grade = 'reject'
      union all
      select parcel, sheet, row_no, round_from from finding_past where grade = 'reject'
    ) f
    join taken t on t.parcel = f.parcel and f.round_from >= t.round_from
      and f.round_from <= t.round_last
  ) one
  group by one.parcel
) r on r.parcel = p.parcel
where p.rows_in <> coalesce(a.accepted, 0) + coalesce(r.refused, 0)
order by p.parcel
