-- reads loan / gives area, n, d
select dist_county as area,
       cast(sum(case when status = '3' then coalesce(overdue_yuan, balance_yuan, 0) else 0 end)
         as numeric(18, 2)) as n,
       cast(sum(balance_yuan) as numeric(18, 2)) as d
from loan
where status in ('1', '2', '3') and balance_yuan > 0
group by dist_county
