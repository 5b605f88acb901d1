-- reads: parcel. gives: how many files of the same sender and register were taken between two.
select count(*) as n
from parcel
where register = $register and area = $area and parcel > $after and parcel < $before
  and state in ('taken', 'returned')
