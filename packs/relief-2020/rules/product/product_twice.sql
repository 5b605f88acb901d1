-- 同一供应商的同一产品登记了两个编号
-- reads incoming, product / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, uscc, product_name
  from (
    select dist_county, uscc, product_name, product_no from incoming
    where uscc is not null and product_name is not null
    union all
    select p.dist_county, p.uscc, p.product_name, p.product_no from product p
    join (select distinct dist_county, uscc, product_name from incoming) asked
      on asked.dist_county = p.dist_county and asked.uscc = p.uscc
        and asked.product_name = p.product_name
    where not exists (select 1 from incoming again where again.product_no = p.product_no)
  ) seen
  group by dist_county, uscc, product_name
  having min(product_no) <> max(product_no)
) two on two.dist_county = i.dist_county and two.uscc = i.uscc
  and two.product_name = i.product_name
