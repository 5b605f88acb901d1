drop table if exists again_key
