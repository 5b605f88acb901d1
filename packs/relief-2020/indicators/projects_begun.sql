-- reads industry_project / gives area, n, d
select dist_county as area,
       sum(case when started_on <= $day then 1 else 0 end) as n, count(*) as d
from industry_project
where fund_year = extract(year from $day) and (status is null or status <> '5')
group by dist_county
