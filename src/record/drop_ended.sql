drop table if exists {{ended}}
