-- reads: parcel_column
-- gives: the headings of parcels numbered $first..$last
select parcel, sheet, sheet_name, column_no, heading, column_name, row_first
from parcel_column
where parcel >= $first and parcel <= $last
order by parcel, sheet, column_no
