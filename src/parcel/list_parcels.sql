-- reads: parcel
-- gives: parcels of senders under an area, in order of the journal
-- params: $area, $area_end, $day (null: any), $after, $limit
select parcel, register, area, day, actor, state, is_full, file_name, file_sha256, format, encoding,
  same_as, error_code, error_params, rows_in, rows_left_out, round_from, round_last
from parcel
where parcel > $after and area >= $area and area < $area_end
  and (cast($day as date) is null or day = cast($day as date)) and {{scope}}
order by parcel
limit {{limit}}
