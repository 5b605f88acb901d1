-- 按岗位类别分的在岗人数；资金来源是另一条轴，两者不相加 / by kind; the source of money is another axis
-- reads post / gives area, part, n
select dist_county as area,
       case kind
         when '01' then 'forest'
         when '02' then 'road'
         when '03' then 'cleaning'
         when '04' then 'water'
         when '05' then 'care'
         when '06' then 'village'
         when '99' then 'other'
         else 'unfilled'
       end as part,
       count(*) as n
from post
where status = '1'
group by 1, 2
