-- reads, writes: patch_<register>: wave 2, 3, ... of keys named again, in journal order
update {{patch}}
set wave = n.wave
from (
  select parcel, sheet, row_no,
    row_number() over (partition by key_hash order by parcel, sheet, row_no) as wave
  from {{patch}}
) n
where n.wave > 1 and {{patch}}.parcel = n.parcel and {{patch}}.sheet = n.sheet
  and {{patch}}.row_no = n.row_no
