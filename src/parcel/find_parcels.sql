-- reads: parcel
-- gives: those of some parcels that the scope lets see, in order of the journal
select parcel, register, area, day, actor, state, is_full, file_name, file_sha256, format, encoding,
  same_as, error_code, error_params, rows_in, rows_left_out, round_from, round_last
from parcel
where {{which}} and {{scope}}
order by parcel
