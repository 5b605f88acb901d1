-- gives all columns that any row of the wave touches, and changes; and the latest parcel
select coalesce(bit_or(i.touched), 0) as touched, coalesce(bit_or({{changed}}), 0) as changed,
       coalesce(max(i.parcel), 0) as last_parcel
from {{incoming}} i
