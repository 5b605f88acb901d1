-- reads leader_entity / gives area, n
select dist_county as area, count(*) as n
from leader_entity
where status = '1'
group by dist_county
