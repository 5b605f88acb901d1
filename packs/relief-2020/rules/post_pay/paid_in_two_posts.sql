-- 同一人同一个月在两个岗位领报酬
-- reads incoming, post_pay / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, person_id, pay_month
  from (
    select dist_county, person_id, pay_month, post_id from incoming where pay_yuan > 0
    union all
    select p.dist_county, p.person_id, p.pay_month, p.post_id from post_pay p
    join (select distinct dist_county, person_id, pay_month from incoming) asked
      on asked.dist_county = p.dist_county and asked.person_id = p.person_id
        and asked.pay_month = p.pay_month
    where p.pay_yuan > 0 and not exists (
      select 1 from incoming again
      where again.post_id = p.post_id and again.person_id = p.person_id
        and again.pay_month = p.pay_month)
  ) seen
  group by dist_county, person_id, pay_month
  having min(post_id) <> max(post_id)
) two on two.dist_county = i.dist_county and two.person_id = i.person_id and two.pay_month = i.pay_month
where i.pay_yuan > 0
