-- makes: figure_asked_area, temporary.
create temp table if not exists figure_asked_area (area varchar not null)
