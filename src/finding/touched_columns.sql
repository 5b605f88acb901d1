-- gives all columns that any row of the wave touches, and changes
select coalesce(bit_or(i.touched), 0) as touched, coalesce(bit_or({{changed}}), 0) as changed
from {{incoming}} i
