-- 同一单位名称登记在两个信用代码下：本批之内，或与已有记录
-- one name under two credit codes; values are counted first: few stand twice
-- reads incoming, employer / gives parcel, row_no of the later one
select i.parcel, i.row_no
from (
  select employer_name from incoming
  where employer_name is not null
  group by employer_name
  having count(*) > 1
) twice
join incoming i on i.employer_name = twice.employer_name
join incoming other on other.employer_name = twice.employer_name and other.uscc < i.uscc
union all
select i.parcel, i.row_no
from incoming i
join employer w on w.employer_name = i.employer_name and w.uscc < i.uscc
where not exists (  -- what a row of the batch replaces holds no more
  select 1 from incoming again where again.uscc = w.uscc
)
