-- makes: figure_closing (rows that a newer one of the same day supersedes), temporary.
create temp table if not exists figure_closing (figure bigint not null)
