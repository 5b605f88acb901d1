-- 还款高峰提前看：今后90天的到期余额 / what falls due in the next 90 days
-- reads loan / gives area, part, n
select dist_county as area,
       case
         when due_on - $day <= 7 then 'days_7'
         when due_on - $day <= 15 then 'days_15'
         when due_on - $day <= 30 then 'days_30'
         when due_on - $day <= 60 then 'days_60'
         else 'days_90'
       end as part,
       cast(sum(balance_yuan) as numeric(18, 2)) as n
from loan
where status in ('1', '2') and balance_yuan > 0 and due_on > $day and due_on - $day <= 90
group by 1, 2
