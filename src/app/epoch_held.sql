-- The epoch, held until this transaction ends, so that no new leader comes in between.
-- reads: leader. params: none
-- sql_lint: postgres_only: a DuckDB folder has one process and asks no leader
select epoch from leader for share
