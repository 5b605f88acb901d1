-- reads pv_income / gives area, n
select dist_county as area, cast(sum(amount_yuan) as numeric(18, 2)) as n
from pv_income
where extract(year from generation_month) = extract(year from $day) and received_on <= $day
group by dist_county
