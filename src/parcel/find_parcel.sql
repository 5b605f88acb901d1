-- reads: parcel
-- gives: one parcel that the scope lets see
-- params: $parcel
select parcel, register, area, day, actor, state, is_full, file_name, file_sha256, format, encoding,
  same_as, error_code, error_params, rows_in, rows_left_out, round_from, round_last
from parcel
where parcel = $parcel and {{scope}}
