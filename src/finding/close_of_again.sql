-- reads again, parcel / writes finding
-- what living records no longer fail, or fail with other values, ends. What refused a row stays:
-- that row is no record, and its sender still has to send it again.
update finding set round_to = $round
from (
  select f.finding, f.dist_county, f.parcel
  from finding f
  left join parcel p on p.parcel = f.parcel
  where f.register = $register and f.round_to is null and f.key_hash is not null and {{which}}
    and (f.rule in ({{rules}})
         or (f.rule >= '_' and f.rule < '`' and f.column_name in ({{built_in_columns}})
             and coalesce(f.round_from > p.round_last, false)))
    and not (coalesce(f.round_from >= p.round_from
                      and f.round_from <= coalesce(p.round_last, f.round_from), false)
             and exists (select 1 from finding g
                         where g.parcel = f.parcel and g.sheet = f.sheet and g.row_no = f.row_no
                           and g.grade = 'reject' and g.round_from = f.round_from))
    and not exists (select 1 from again a
                    where a.finding = f.finding and a.dist_county = f.dist_county
                      and a.grade = f.grade and a.shown is not distinct from f.shown
                      and a.params is not distinct from f.params
                      and a.other_area is not distinct from f.other_area)
) gone
where finding.finding = gone.finding and finding.dist_county = gone.dist_county
  and finding.parcel = gone.parcel and finding.round_to is null
