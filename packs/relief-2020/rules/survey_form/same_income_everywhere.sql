-- 同一村同一文件内，许多张表的人均收入一模一样
-- many forms of one village and file with the very same income
-- reads incoming / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select parcel, home_area, per_head_yuan
  from incoming
  where per_head_yuan is not null
  group by parcel, home_area, per_head_yuan
  having count(*) > $survey_same_income_forms_max
) many on many.parcel = i.parcel and many.home_area = i.home_area
 and many.per_head_yuan = i.per_head_yuan
