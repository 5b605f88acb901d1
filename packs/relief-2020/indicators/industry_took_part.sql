-- reads industry_help / gives area, n, d
select dist_county as area,
       count(distinct case when took_part = true then household_id end) as n,
       count(distinct household_id) as d
from industry_help
where help_year = extract(year from $day)
group by dist_county
