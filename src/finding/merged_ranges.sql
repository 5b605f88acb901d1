-- reads finding / gives the merged ranges that intake read downward, of the parcels asked about
select parcel, sheet, column_name, params
from finding
where rule = '_merged' and parcel in ({{parcels}})
