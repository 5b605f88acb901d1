-- reads enterprise / gives area, n
select dist_county as area, cast(sum(poor_staff) as bigint) as n
from enterprise
where status = '1' and poor_staff is not null
group by dist_county
