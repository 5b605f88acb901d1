-- reads: objection. gives: places that object on a day to how they stand in a target.
select distinct o.area from objection o
where {{concerns}} and o.day <= $day and (o.state = 'open' or o.answered_day > $day)
