-- 银行有、贷款台账没有的扶贫小额信贷
-- reads incoming, loan / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join loan l on l.dist_county = i.dist_county and l.loan_no = i.loan_no
where i.credit_kind = '1' and i.balance_yuan > 0 and l.loan_no is null
  and i.situation is null
