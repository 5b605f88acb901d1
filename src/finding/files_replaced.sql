-- reads parcel / gives a row if a file of this round comes again, or is full
select earlier.parcel
from parcel earlier
join parcel later on later.register = earlier.register and later.area = earlier.area
where later.round_from = $round and later.register = $register and later.state = 'taken'
  and earlier.parcel < later.parcel and (later.is_full or later.file_name = earlier.file_name)
limit 1
