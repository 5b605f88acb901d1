-- reads product / gives area, n
select dist_county as area, cast(sum(sold_yuan) as numeric(18, 2)) as n
from product
where status = '4' and sold_yuan is not null
group by dist_county
