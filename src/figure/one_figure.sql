-- reads: figure. gives: one row by its id.
select figure, indicator, area, axis, part, day, n, d, round_from, round_to
from figure where figure = $figure
