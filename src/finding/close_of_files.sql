-- reads parcel / writes finding
-- rows without a usable key are known by their place in the file only: they end when the sender's
-- file of that name, or a full one, comes again
update finding set round_to = $round
from (
  select distinct earlier.parcel
  from parcel earlier
  join parcel later on later.register = earlier.register and later.area = earlier.area
  where later.round_from = $round and later.register = $register and later.state = 'taken'
    and earlier.parcel < later.parcel and (later.is_full or later.file_name = earlier.file_name)
) replaced
where finding.parcel = replaced.parcel and finding.key_hash is null and finding.register = $register
  and finding.round_to is null and finding.round_from < $round
