-- a query's view may stand on it, which PostgreSQL minds
drop table {{table}} cascade
