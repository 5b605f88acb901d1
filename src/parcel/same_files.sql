-- reads: waiting_parcel, parcel, record_change, heading_meaning
-- gives: those of waiting_parcel whose file was taken before, with the last parcel that took it,
-- and whether another parcel has changed records of the sender's counties since, or what its
-- headings mean was confirmed since
select s.parcel, s.same_as, count(c.parcel) > 0 or count(m.seq) > 0 as has_changed
from (
  select w.parcel, w.register, w.area, w.county, w.county_end, max(p.parcel) as same_as,
    max(p.round_last) as round_last
  from waiting_parcel w
  join parcel p on p.file_sha256 = w.file_sha256 and p.register = w.register and p.area = w.area
    and p.is_full = w.is_full
  where p.state = 'taken' and p.round_last is not null
  group by w.parcel, w.register, w.area, w.county, w.county_end
) s
left join record_change c on c.register = s.register and c.round_from > s.round_last
  and c.parcel <> s.same_as and c.dist_county >= s.county and c.dist_county < s.county_end
  and c.rows_new + c.rows_changed + c.rows_ended > 0
left join heading_meaning m on m.register = s.register and m.area = s.area and m.seq > s.same_as
group by s.parcel, s.same_as
