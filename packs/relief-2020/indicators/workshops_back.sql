-- reads workshop / gives area, n, d
select dist_county as area,
       sum(case when status = '1' then 1 else 0 end) as n, count(*) as d
from workshop
where status in ('1', '2')
group by dist_county
