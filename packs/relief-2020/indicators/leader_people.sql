-- reads rural_leader / gives area, n
select dist_county as area, cast(sum(poor_people) as bigint) as n
from rural_leader
where status = '1' and poor_people is not null
group by dist_county
