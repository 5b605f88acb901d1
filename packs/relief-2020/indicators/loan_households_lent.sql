-- reads loan / gives area, n
select dist_county as area, count(distinct coalesce(household_id, loan_no)) as n
from loan
where extract(year from start_on) = extract(year from $day) and start_on <= $day
  and (is_renewal is null or is_renewal = false)
group by dist_county
