-- gives the records that end, by county
select i.dist_county, count(*) as rows_ended
from {{ended}} i
group by i.dist_county
order by i.dist_county
