-- reads record_change / makes <register>_change: what the parcels of the day did
create temporary view {{view}} as
select parcel, day, dist_county, rows_new, rows_changed, rows_unchanged, rows_ended, cells_changed
from record_change
where register = {{register}} and day = {{day}} and round_from <= {{known_round}} and {{counties}}
