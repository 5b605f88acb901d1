-- reads finding, finding_past / gives the merged ranges that intake read downward, of the parcels
-- asked about
select parcel, sheet, column_name, params
from {{ever}} f
where rule = '_merged' and parcel in ({{parcels}})
