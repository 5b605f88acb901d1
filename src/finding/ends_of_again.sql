-- reads again, finding, parcel / a condition over f, an open finding: living records no longer fail
-- so, or fail with other values. params: $register
f.register = $register and f.key_hash is not null and {{which}}
and (f.rule in ({{rules}})
     or (f.rule >= '_' and f.rule < '`' and f.column_name in ({{built_in_columns}})
         and exists (select 1 from parcel p
                     where p.parcel = f.parcel and f.round_from > p.round_last)))
and not {{is_of_refused}}
and not exists (
  select 1 from again a
  where a.finding = f.finding and a.dist_county = f.dist_county
    and a.grade = f.grade and a.shown is not distinct from f.shown
    and a.params is not distinct from f.params
    and a.other_area is not distinct from f.other_area
)
