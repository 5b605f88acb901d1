-- 按资金来源分的在岗人数；与按类别分的是同一批人，不相加 / the same people as by kind, never added to them
-- reads post / gives area, part, n
select dist_county as area,
       case fund_source
         when '01' then 'forestry'
         when '02' then 'transport'
         when '03' then 'jobs'
         when '04' then 'pv'
         when '05' then 'relief'
         when '06' then 'helper'
         when '07' then 'village'
         when '99' then 'other'
         else 'unfilled'
       end as part,
       count(*) as n
from post
where status = '1'
group by 1, 2
