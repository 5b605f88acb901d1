-- reads area / gives the names of codes, the latest of each last
select area, name
from area
where area in ({{codes}})
order by area, coalesce(from_year, 0)
