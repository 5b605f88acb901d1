-- 一人同一时间只能在一个岗位：本批之内，或与已有记录
-- reads incoming, post / gives parcel, row_no of the later post
select i.parcel, i.row_no
from incoming i
join incoming o on o.dist_county = i.dist_county and o.person_id = i.person_id and o.post_id < i.post_id
where i.status = '1' and o.status = '1'
  and coalesce(o.end_month, date '9999-01-01') >= coalesce(i.start_month, date '1900-01-01')
  and coalesce(i.end_month, date '9999-01-01') >= coalesce(o.start_month, date '1900-01-01')
union all
select i.parcel, i.row_no
from incoming i
join post p on p.dist_county = i.dist_county and p.person_id = i.person_id and p.post_id < i.post_id
where i.status = '1' and p.status = '1'
  and coalesce(p.end_month, date '9999-01-01') >= coalesce(i.start_month, date '1900-01-01')
  and coalesce(i.end_month, date '9999-01-01') >= coalesce(p.start_month, date '1900-01-01')
  and not exists (  -- what a row of the batch replaces holds no more
    select 1 from incoming again where again.post_id = p.post_id
  )
