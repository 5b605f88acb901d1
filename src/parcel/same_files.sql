-- reads: waiting_parcel, parcel
-- gives: those of waiting_parcel whose file was taken before, with the first parcel that took it
select w.parcel, min(p.parcel) as same_as
from waiting_parcel w
join parcel p on p.file_sha256 = w.file_sha256 and p.register = w.register and p.area = w.area
  and p.is_full = w.is_full
where p.state = 'taken'
group by w.parcel
