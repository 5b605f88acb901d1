-- reads round_version, parcel / writes finding
-- the findings of a record that ended end with it; rows that were refused are no records
update finding set round_to = $round
from (
  select f.finding, f.dist_county, f.parcel
  from finding f
  join (
    select dist_county, key_hash
    from round_version
    group by dist_county, key_hash
    having not bool_or(lives)
  ) ended on ended.dist_county = f.dist_county and ended.key_hash = f.key_hash
  left join parcel p on p.parcel = f.parcel
  where f.register = $register and f.round_to is null
    and not (coalesce(f.round_from >= p.round_from
                      and f.round_from <= coalesce(p.round_last, f.round_from), false)
             and exists (select 1 from finding g
                         where g.parcel = f.parcel and g.sheet = f.sheet and g.row_no = f.row_no
                           and g.grade = 'reject' and g.round_from = f.round_from))
) gone
where finding.finding = gone.finding and finding.dist_county = gone.dist_county
  and finding.parcel = gone.parcel and finding.round_to is null
