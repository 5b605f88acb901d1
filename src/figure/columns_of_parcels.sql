-- reads: parcel_column. gives: where a column stands in the sheets of a parcel.
select sheet, column_no, column_name
from parcel_column
where parcel = $parcel and column_name is not null
