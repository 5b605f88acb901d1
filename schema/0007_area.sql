-- owner: frame
-- Places by code, dated. area: significant prefix ('' is not stored); successor: code that took it
-- over.
-- Ancestors stand in columns, so that no query recurses.
create table area (
  area varchar not null,
  name varchar not null,
  level varchar not null,
  province varchar not null,
  city varchar,
  county varchar,
  from_year integer,
  to_year integer,
  successor varchar,
  source varchar not null
);
