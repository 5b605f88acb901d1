-- writes: parcel: what a later part of a great file adds; at its end format, encoding, round_last.
-- A file that cannot be taken to its end counts nothing.
-- params: $parcel, $state, $rows_in, $rows_left_out, $counts (0: nothing), $format, $encoding,
-- $error_code, $error_params, $round_last (null: it goes on)
update parcel
set state = $state,
  rows_in = (rows_in + $rows_in) * $counts,
  rows_left_out = (rows_left_out + $rows_left_out) * $counts,
  format = $format,
  encoding = $encoding,
  error_code = $error_code,
  error_params = $error_params,
  round_last = $round_last
where parcel = $parcel
