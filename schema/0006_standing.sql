-- owner: standing
-- One row a target, area and day: value, goal, gap, place among the direct children of `parent`.
-- state: reported | nil | silent | returned | suspended (an area above the sender: of those below
-- it, see children_expected, children_reported). place_no null: not ranked, not_ranked says why
-- (silent | suspended | small | switched_off | not_expected).
create table standing (
  target varchar not null,
  parent varchar not null,
  area varchar not null,
  day date not null,
  state varchar not null,
  children_expected bigint not null,
  children_reported bigint not null,
  n numeric(18,2),
  d numeric(18,2),
  shown varchar,
  goal varchar not null,
  met boolean,
  missing_n numeric(18,2),
  place_no integer,
  tied boolean,
  not_ranked varchar,
  before_n numeric(18,2),
  before_d numeric(18,2),
  before_place_no integer,
  speed varchar,
  forecast_day date,
  figure bigint,
  round_from bigint not null,
  round_to bigint
);
