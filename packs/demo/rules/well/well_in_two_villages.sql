-- 同一编号、不同的村。给出有问题的行：parcel, row_no[, other_area]
-- One number, different villages. Gives the rows that fail: parcel, row_no[, other_area]
select one.parcel, one.row_no, min(other.village) as other_area
from incoming one
join incoming other
  on other.well_id = one.well_id and other.parcel = one.parcel and other.village <> one.village
group by one.parcel, one.row_no
