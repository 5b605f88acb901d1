-- reads record_<register>, record_<register>_past, parcel / writes again
-- a cell's address is where it was set last, in a file that still stands, which may be an older
-- file than that of the living version
update again set parcel = was.parcel, sheet = was.sheet, row_no = was.row_no
from (
  select ranked.finding, ranked.dist_county, ranked.parcel, ranked.sheet, ranked.row_no
  from (
    select a.finding, a.dist_county, v.parcel, v.sheet, v.row_no,
           row_number() over (partition by a.finding, a.dist_county
                              order by v.round_from desc nulls last, v.round_end desc nulls last,
                                v.parcel desc nulls last) as place_no
    from again a
    join (
      select l.dist_county, l.key_hash, l.parcel, l.sheet, l.row_no, l.changed, l.round_from,
             9223372036854775807 as round_end
      from {{record}} l where {{counties}}
      union all
      select l.dist_county, l.key_hash, l.parcel, l.sheet, l.row_no, l.changed, l.round_from,
             l.round_to as round_end
      from {{past}} l where {{counties}}
    ) v on v.dist_county = a.dist_county and v.key_hash = a.key_hash
    left join parcel p on p.parcel = v.parcel
    where (v.changed & {{bit}}) <> 0 and coalesce(p.state, 'taken') <> 'withdrawn'
  ) ranked
  where ranked.place_no = 1
) was
where again.finding = was.finding and again.dist_county = was.dist_county
