-- 填了已获贷，贷款台账里没有这份合同
-- reads incoming, loan / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join loan l on l.dist_county = i.dist_county and l.loan_no = i.loan_no
where i.is_lent = true and i.loan_no is not null and l.loan_no is null and i.situation is null
