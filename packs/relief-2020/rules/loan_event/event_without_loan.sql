-- 变动登记的合同，贷款台账里没有
-- reads incoming, loan / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join loan l on l.dist_county = i.dist_county and l.loan_no = i.loan_no
where l.loan_no is null and i.situation is null and i.home_area is not null
