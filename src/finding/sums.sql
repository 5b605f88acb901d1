-- reads: finding, finding_past, explanation, round. gives: how many findings and rows, by what is
-- asked for, the most first; of them how many are explained
select {{key}} as group_key, f.register, {{grade}} as grade, count(*) as n,
       count(h.finding) as explained,
       count(distinct cast(f.parcel as varchar) || ' ' || cast(f.sheet as varchar) || ' ' ||
                      cast(f.row_no as varchar)) as row_count
from {{findings}} f
left join ({{held}}) h on h.finding = f.finding and h.shown is not distinct from f.shown
  and h.params is not distinct from f.params
where {{allowed}} and {{asked}}
group by 1, 2, 3
order by n desc nulls last, group_key, f.register
limit 1000
