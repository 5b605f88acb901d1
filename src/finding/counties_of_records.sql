-- reads record_<register> / gives its counties with their rows
select dist_county, count(*) as row_count
from {{record}}
group by dist_county
order by dist_county
