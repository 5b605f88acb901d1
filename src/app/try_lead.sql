-- One process leads a database, as long as this session lives. params: none
-- sql_lint: postgres_only: a DuckDB folder is held by its lock file
select pg_try_advisory_lock(hashtext(current_schema() || '.diaodu')) as held
