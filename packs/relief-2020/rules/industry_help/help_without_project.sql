-- 填了项目编号，项目表里没有，或已取消
-- reads incoming, industry_project / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join industry_project p
  on p.dist_county = i.dist_county and p.project_no = i.project_no
where i.project_no is not null and i.took_part = true and i.situation is null
  and (p.project_no is null or p.status = '5')
