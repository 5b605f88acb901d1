-- writes record_<register>
-- the versions that close_into_past has copied leave the living table
delete from {{record}} as l
using {{source}} i
where {{same_key}} and {{counties}} and {{which}}
