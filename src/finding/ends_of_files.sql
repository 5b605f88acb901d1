-- reads parcel / a condition over f, an open finding: rows without a usable key are known by their
-- place in the file only, and end when the sender's file of that name, or a full one, comes again.
-- params: $register, $round
f.register = $register and f.key_hash is null and f.round_from < $round
and f.parcel in (
  select earlier.parcel
  from parcel earlier
  join parcel later on later.register = earlier.register and later.area = earlier.area
  where later.round_from = $round and later.register = $register and later.state = 'taken'
    and earlier.parcel < later.parcel and (later.is_full or later.file_name = earlier.file_name)
)
