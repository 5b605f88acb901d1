-- 两张表都要算：收益到账、支出；按天重算 / income and payments; computed anew each day
-- reads pv_payment, pv_income / gives area, n, d
select area, cast(sum(labour_yuan) as numeric(18, 2)) as n,
       cast(sum(income_yuan) as numeric(18, 2)) as d
from (
  select dist_county as area, amount_yuan as labour_yuan, 0 as income_yuan
  from pv_payment
  where use_kind in ('1', '2') and paid_on <= $day
    and income_year = extract(year from $day)
  union all
  select dist_county as area, 0 as labour_yuan, amount_yuan as income_yuan
  from pv_income
  where received_on <= $day
    and extract(year from generation_month) = extract(year from $day)
) sums
group by area
having sum(income_yuan) > 0
