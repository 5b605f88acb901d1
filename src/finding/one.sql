-- reads: finding. gives: where a finding that is open stands, and whose row it is
-- params: $finding
select f.parcel, f.register, f.grade, f.column_name, f.dist_county, f.key_hash, f.sheet, f.row_no
from finding f
where f.finding = $finding and {{allowed}}
