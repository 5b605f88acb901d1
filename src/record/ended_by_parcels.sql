-- gives the records that parcels ended and that nothing has begun again
select {{show_id}} as show_id
from {{past}} i
where i.ended_by in ({{parcels}}) and {{which}}
  and not exists (select 1 from {{record}} l where {{same_key}})
order by i.dist_county, {{show_id}}
