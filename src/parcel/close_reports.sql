-- reads: new_report
-- writes: report: the earlier word on the same register, area and day is closed
-- params: $round
update report
set round_to = $round
from new_report n
where n.register = report.register and n.area = report.area and n.day = report.day
  and report.round_to is null
