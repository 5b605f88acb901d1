-- makes: figure_asked (indicators asked for; day_from: no older row is stood on), temporary.
create temp table if not exists figure_asked (indicator varchar not null, day_from date not null)
