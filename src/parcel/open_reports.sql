-- reads: new_report
-- writes: report
-- params: $round
insert into report (register, area, day, state, parcel, reason, round_from, round_to)
select register, area, day, state, parcel, reason, $round, null
from new_report
