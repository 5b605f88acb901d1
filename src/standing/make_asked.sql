-- makes: standing_asked (places), temporary.
create temp table if not exists standing_asked (area varchar not null)
