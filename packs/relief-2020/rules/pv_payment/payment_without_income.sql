-- 花的是某年的收益，这个村这一年还没有一笔到账（按发电月份归属）
-- reads incoming, pv_income / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join (
  select p.dist_county, p.owner_area,
         cast(extract(year from p.generation_month) as bigint) as of_year, count(*) as sums
  from pv_income p
  join (select distinct dist_county, owner_area from incoming) asked
    on asked.dist_county = p.dist_county and asked.owner_area = p.owner_area
  where p.amount_yuan > 0
  group by 1, 2, 3
) got on got.dist_county = i.dist_county and got.owner_area = i.owner_area
  and got.of_year = i.income_year
where got.owner_area is null and i.amount_yuan > 0 and i.income_year is not null
  and i.situation is null
