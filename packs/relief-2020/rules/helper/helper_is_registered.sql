-- 帮扶责任人本人是建档立卡人口：就是本户户主，或登记在人口表里
-- the helper is registered as poor: the head of this very household, or a person of the register
-- reads incoming, person / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where i.citizen_id = i.head_citizen_id
union all
select i.parcel, i.row_no
from (select parcel, row_no, citizen_id from incoming where citizen_id is not null) i
join person p on p.citizen_id = i.citizen_id
where p.gone_reason is null
