-- 领了固定岗位的报酬，岗位台账里却没有此人在这个岗位上（临时岗位“岗位固定、人员不固定”，不比）
-- reads incoming, post / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join post p on p.dist_county = i.dist_county and p.post_id = i.post_id and p.person_id = i.person_id
where i.pay_yuan > 0 and (i.pay_kind is null or i.pay_kind = '1') and i.situation is null
  and (p.post_id is null or p.end_month < i.pay_month or p.start_month > i.pay_month)
