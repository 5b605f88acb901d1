-- views of a round before stand on it, which PostgreSQL minds
drop table if exists {{table}} cascade
