-- gives what a withdrawal does in each county
select i.dist_county,
       count(*) filter (where i.stands and i.is_new) as rows_new,
       count(*) filter (where i.stands and not i.is_new and i.changed <> 0) as rows_changed,
       count(*) filter (where not i.stands and not i.is_new) as rows_ended,
       cast(sum(case when i.stands and not i.is_new and i.changed <> 0 then {{bits}} else 0 end)
         as bigint)
         as cells_changed
from {{restored}} i
group by i.dist_county
having count(*) filter (where (i.stands and i.changed <> 0) or (not i.stands and not i.is_new)) > 0
order by i.dist_county
