-- 用人单位表里没有这个信用代码；本县那张表还空着的不比
-- a credit code that the register of employers lacks; not judged where that register of the county is still empty
-- reads incoming, employer / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join (
  select dist_county, count(*) as known from employer group by dist_county
) county on county.dist_county = i.dist_county
left join employer o on o.dist_county = i.dist_county and o.uscc = i.employer_uscc
where i.employer_uscc is not null and o.uscc is null
  and coalesce(county.known, 0) >= $employer_known_min
