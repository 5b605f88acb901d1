-- 同一人、同一天、不同的村。给出有问题的行：parcel, row_no[, other_area]
-- One person, one day, two villages. Gives the rows that fail: parcel, row_no[, other_area]
select one.parcel, one.row_no, min(other.village) as other_area
from incoming one
join incoming other
  on other.parcel = one.parcel and other.inspector = one.inspector
 and other.inspected_on = one.inspected_on and other.village <> one.village
group by one.parcel, one.row_no
