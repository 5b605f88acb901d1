-- reads rural_leader / gives area, n
select dist_county as area, count(*) as n
from rural_leader
where status = '1'
group by dist_county
