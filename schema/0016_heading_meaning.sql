-- owner: parcel
-- What a heading means in files of one layout from one sender, as a person has confirmed it: of
-- several rows on one heading the one with the greatest seq counts. layout: a hash of all headings
-- of the sheet; column_name null: the column is not read.
create table heading_meaning (
  seq bigint not null,
  register varchar not null,
  area varchar not null,
  layout varchar not null,
  heading varchar not null,
  column_name varchar,
  day date not null,
  actor varchar not null
);
