-- reads: finding. gives: how many findings and rows, by what is asked for, the most first
select {{key}} as group_key, f.register, {{grade}} as grade, count(*) as n,
       count(distinct cast(f.parcel as varchar) || ' ' || cast(f.sheet as varchar) || ' ' ||
                      cast(f.row_no as varchar)) as row_count
from finding f
where {{allowed}} and {{asked}}
group by 1, 2, 3
order by n desc nulls last, group_key, f.register
limit 1000
