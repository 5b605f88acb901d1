-- 同一县同一资金年度，两个项目编号用同一名称
-- reads incoming, industry_project / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, fund_year, project_name
  from (
    select dist_county, fund_year, project_name, project_no from incoming
    where project_name is not null
    union all
    select p.dist_county, p.fund_year, p.project_name, p.project_no from industry_project p
    join (select distinct dist_county, fund_year, project_name from incoming) asked
      on asked.dist_county = p.dist_county and asked.fund_year = p.fund_year
        and asked.project_name = p.project_name
    where not exists (select 1 from incoming again where again.project_no = p.project_no)
  ) seen
  group by dist_county, fund_year, project_name
  having min(project_no) <> max(project_no)
) two on two.dist_county = i.dist_county and two.fund_year = i.fund_year
  and two.project_name = i.project_name
