and f.area in (select area from figure_asked_area)
