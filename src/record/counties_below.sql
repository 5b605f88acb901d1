-- reads: area. gives: the counties of a range, in order, living or not
select distinct area from area
where level = 'county' and area >= $first and area < $last
order by area
