-- owner: app
-- On PostgreSQL: which process leads. Its number is checked in each commit of the clerk.
create table leader (
  one integer primary key,
  epoch bigint not null
);
