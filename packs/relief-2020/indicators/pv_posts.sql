-- reads post / gives area, n
select dist_county as area, count(*) as n
from post
where fund_source = '04' and status in ('1', '2')
group by dist_county
