-- reads: parcel, record_change, finding. gives: parcels whose rows are not all accounted for: each
-- row that came in was accepted or refused, in the round that took it (rows left out are none of
-- them). params: none
select concat('parcel ', cast(p.parcel as varchar), ': ', cast(p.rows_in as varchar), ' <> ',
              cast(coalesce(a.accepted, 0) as varchar), ' + ',
              cast(coalesce(r.refused, 0) as varchar)) as what
from parcel p
left join (
  select c.parcel, c.round_from, sum(c.rows_new + c.rows_changed + c.rows_unchanged) as accepted
  from record_change c
  group by c.parcel, c.round_from
) a on a.parcel = p.parcel and a.round_from = p.round_from
left join (
  select one.parcel, one.round_from, count(*) as refused
  from (
    select distinct f.parcel, f.round_from, f.sheet, f.row_no
    from finding f
    where f.grade = 'reject'
  ) one
  group by one.parcel, one.round_from
) r on r.parcel = p.parcel and r.round_from = p.round_from
where p.rows_in <> coalesce(a.accepted, 0) + coalesce(r.refused, 0)
order by p.parcel
