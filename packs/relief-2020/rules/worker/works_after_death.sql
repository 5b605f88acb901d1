-- 去世的人还登记在外：本行的情况说明写了去世而没有返回时间，或人口表里去世在外出之前
-- somebody who died is away: the row's own remark says so and there is no return, or the register
-- of people has the death before the month of leaving
-- reads incoming, person / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where rx(i.situation, '(去世|死亡|病故|亡故)') and i.out_month is not null and i.back_month is null
union all
select i.parcel, i.row_no
from incoming i
join person p on p.dist_county = i.dist_county and p.person_id = i.person_id
where p.gone_reason = '1' and p.changed_on < i.out_month
