-- 两个人的报酬打到同一张卡
-- reads incoming, post_pay / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, bank_card
  from (
    select dist_county, bank_card, person_id from incoming where bank_card is not null
    union all
    select p.dist_county, p.bank_card, p.person_id from post_pay p
    join (select distinct dist_county, bank_card from incoming) asked
      on asked.dist_county = p.dist_county and asked.bank_card = p.bank_card
    where not exists (
      select 1 from incoming again
      where again.post_id = p.post_id and again.person_id = p.person_id
        and again.pay_month = p.pay_month)
  ) seen
  group by dist_county, bank_card
  having min(person_id) <> max(person_id)
) two on two.dist_county = i.dist_county and two.bank_card = i.bank_card
