-- reads finding / part of list: the first open findings of each of some parcels
select f.finding, f.register, f.rule, f.grade, f.column_name, f.dist_county, f.area,
       f.key_hash, f.show_id, f.parcel, f.sheet, f.row_no, f.shown, f.params, f.other_area,
       f.round_from, cast(null as bigint) as round_to
from (
  select g.*, row_number() over (partition by g.parcel
                                 order by g.sheet, g.row_no, g.finding) as place
  from finding g
  where {{allowed}} and {{which}}
) f
where f.place <= {{limit}}
