drop table if exists again
