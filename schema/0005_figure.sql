-- owner: figure
-- n (and d for ratios) of an indicator for area, day, axis and part; axis '' and part '' are the
-- whole. figure = row_id(indicator, area, day, axis, part, round_from). A day without a row stands
-- on the latest earlier day's row, unless the indicator counts changes.
create table figure (
  figure bigint not null,
  indicator varchar not null,
  area varchar not null,
  day date not null,
  axis varchar not null,
  part varchar not null,
  n numeric(18,2) not null,
  d numeric(18,2),
  round_from bigint not null,
  round_to bigint
);
