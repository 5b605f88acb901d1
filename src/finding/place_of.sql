-- gives where a finding stands in the order of the list
select parcel, sheet, row_no
from finding
where finding = $finding
order by parcel desc, sheet desc, row_no desc
limit 1
