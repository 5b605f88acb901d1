-- reads wildlife_case / gives area, n, d
select dist_county as area,
       sum(case when paid_on <= $day then 1 else 0 end) as n, count(*) as d
from wildlife_case
where has_licence = true
group by dist_county
