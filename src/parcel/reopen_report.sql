-- reads: parcel, report
-- writes: report: after a withdrawal, the last parcel left of that place and day stands again
-- params: $parcel (the withdrawn one), $round
insert into report (register, area, day, state, parcel, reason, round_from, round_to)
select p.register, p.area, p.day, case when p.state = 'nil' then 'nil' else 'reported' end,
  p.parcel, null, $round, null
from parcel p
join (
  select max(other.parcel) as parcel
  from parcel other
  join parcel gone on gone.register = other.register and gone.area = other.area
    and gone.day = other.day
  where gone.parcel = $parcel and other.parcel <> $parcel
    and other.state in ('taken', 'same_file', 'nil')
) latest on latest.parcel = p.parcel
where not exists (
  select 1 from report r
  where r.register = p.register and r.area = p.area and r.day = p.day and r.round_to is null
)
