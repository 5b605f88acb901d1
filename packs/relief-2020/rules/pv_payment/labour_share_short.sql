-- 八成规则：本村某年收益的非工资类支出，超过已到账收益的两成
-- reads incoming, pv_payment, pv_income / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, owner_area, income_year, sum(amount_yuan) as other_yuan
  from (
    select dist_county, owner_area, income_year, amount_yuan
    from incoming
    where use_kind in ('3', '4', '5', '6', '9')
    union all
    select p.dist_county, p.owner_area, p.income_year, p.amount_yuan
    from pv_payment p
    join (select distinct dist_county, owner_area, income_year from incoming) asked
      on asked.dist_county = p.dist_county and asked.owner_area = p.owner_area
        and asked.income_year = p.income_year
    where p.use_kind in ('3', '4', '5', '6', '9') and not exists (
      select 1 from incoming again
      where again.payment_no = p.payment_no and again.owner_area = p.owner_area)
  ) spent
  group by dist_county, owner_area, income_year
) other on other.dist_county = i.dist_county and other.owner_area = i.owner_area
  and other.income_year = i.income_year
left join (
  select p.dist_county, p.owner_area,
         cast(extract(year from p.generation_month) as bigint) as of_year,
         sum(p.amount_yuan) as income_yuan
  from pv_income p
  join (select distinct dist_county, owner_area from incoming) asked
    on asked.dist_county = p.dist_county and asked.owner_area = p.owner_area
  group by 1, 2, 3
) got on got.dist_county = i.dist_county and got.owner_area = i.owner_area
  and got.of_year = i.income_year
where i.income_year = 2020 and i.use_kind in ('3', '4', '5', '6', '9')
  and other.other_yuan > coalesce(got.income_yuan, 0) * (1 - $pv_labour_share_min)
