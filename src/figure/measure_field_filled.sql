-- reads: the frame's view of a register. gives: area, and for each expected column i: n<i> filled,
-- e<i> explained, d<i> needed. One pass over the masks; no text is read but what a `when` asks for.
select {{area}} as area, {{fields}}
from {{register}} r
group by 1
