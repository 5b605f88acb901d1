-- owner: finding
-- Why a cell in question stands as it is (情况说明): said by its sender, with evidence and a last day,
-- answered one level up. explanation = seq of its command. It holds while the finding says the same
-- (shown, params) and its last day has not passed. state: asked | approved | refused.
create table explanation (
  explanation bigint primary key,
  finding bigint not null,
  register varchar not null,
  dist_county varchar not null,
  area varchar not null,
  shown varchar,
  params varchar,
  reason varchar not null,
  evidence varchar,
  by_whom varchar not null,
  until_day date not null,
  actor varchar not null,
  from_area varchar not null,
  day date not null,
  state varchar not null,
  decided_by varchar,
  decided_day date,
  note varchar
);
