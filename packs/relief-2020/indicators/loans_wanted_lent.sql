-- reads loan_need / gives area, n, d
select dist_county as area,
       sum(case when is_lent = true then 1 else 0 end) as n, count(*) as d
from loan_need
where is_eligible = true and is_willing = true
  and survey_year = extract(year from $day)
group by dist_county
