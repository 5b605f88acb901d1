drop table if exists withdrawn_key
