-- reads incoming_<register> / gives what each parcel does in each county
select i.parcel, i.dist_county,
       count(*) filter (where i.is_new) as rows_new,
       count(*) filter (where not i.is_new and i.changed <> 0) as rows_changed,
       count(*) filter (where not i.is_new and i.changed = 0) as rows_unchanged,
       cast(sum(case when i.is_new or i.changed = 0 then 0 else {{bits}} end) as bigint) as
         cells_changed
from {{incoming}} i
group by i.parcel, i.dist_county
order by i.parcel, i.dist_county
