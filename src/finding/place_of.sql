-- gives where a finding stands in the order of the list
select parcel, sheet, row_no
from {{ever}} f
where finding = $finding
order by parcel desc nulls last, sheet desc nulls last, row_no desc nulls last
limit 1
