-- owner: access
-- The rows that a grant is limited to (of helpers: their households), a line each; null or '': all.
alter table account_grant add column own varchar;
