-- reads record_<register>, near_<register>_<n> / writes near_<register>_<n>: of the rows that this
-- round began those that share with anyone in it come in; the others nobody is compared with
insert into {{table}}
select {{shown}}
from {{record}} l
join (select distinct {{shares_n}} from {{table}} n) held on {{same}}
where l.round_from = $round
