-- reads: waiting_parcel, parcel, record_change
-- gives: those of waiting_parcel whose file was taken before, with the last parcel that took it,
-- and whether another parcel has changed records of the sender's counties since
select s.parcel, s.same_as, count(c.parcel) > 0 as has_changed
from (
  select w.parcel, w.register, w.county, w.county_end, max(p.parcel) as same_as,
    max(p.round_last) as round_last
  from waiting_parcel w
  join parcel p on p.file_sha256 = w.file_sha256 and p.register = w.register and p.area = w.area
    and p.is_full = w.is_full
  where p.state = 'taken' and p.round_last is not null
  group by w.parcel, w.register, w.county, w.county_end
) s
left join record_change c on c.register = s.register and c.round_from > s.round_last
  and c.parcel <> s.same_as and c.dist_county >= s.county and c.dist_county < s.county_end
  and c.rows_new + c.rows_changed + c.rows_ended > 0
group by s.parcel, s.same_as
