-- reads pv_payment, pv_income / gives area, n, d
select area,
       sum(case when labour_yuan >= income_yuan * 0.8 then 1 else 0 end) as n,
       count(*) as d
from (
  select area, owner_area, sum(labour_yuan) as labour_yuan, sum(income_yuan) as income_yuan
  from (
    select dist_county as area, owner_area, amount_yuan as labour_yuan, 0 as income_yuan
    from pv_payment
    where use_kind in ('1', '2') and paid_on <= $day
      and income_year = extract(year from $day)
    union all
    select dist_county as area, owner_area, 0 as labour_yuan, amount_yuan as income_yuan
    from pv_income
    where received_on <= $day
      and extract(year from generation_month) = extract(year from $day)
  ) sums
  group by area, owner_area
) villages
where income_yuan > 0
group by area
