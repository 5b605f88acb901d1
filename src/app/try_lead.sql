-- PostgreSQL only: one process leads a database, as long as this session lives. params: none
select pg_try_advisory_lock(hashtext(current_schema() || '.diaodu')) as held
