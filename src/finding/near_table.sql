-- reads record_<register>, incoming_<register> / makes near_<register>_<n>: who holds the same. A
-- join, since EXISTS beside a filter makes DuckDB 1.5 gather all distinct values of the register
create temporary table {{table}} as
select {{shown}}
from {{record}} l
join (select distinct {{shares}} from {{incoming}} i where {{judged}}) held on {{same}}
where l.day_from <= $day
