-- 务工地类别由户籍地与务工地比出，不另填 / the class follows from home and work place
-- reads worker / gives area, part, n
select dist_county as area,
       case
         when work_area is null or work_area = 'unknown' then 'unfilled'
         when work_area = 'abroad' then 'out_of_province'
         when work_area = dist_county then 'in_county'
         when substr(work_area, 1, 2) = substr(dist_county, 1, 2) then 'in_province'
         else 'out_of_province'
       end as part,
       count(*) as n
from worker
group by 1, 2
