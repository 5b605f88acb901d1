drop table if exists round_version
