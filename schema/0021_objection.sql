-- owner: standing
-- A place holds its standing, a finding or a parcel of its own to be wrong (异议): said with reason
-- and evidence, answered by the place above until its last day. objection = seq of its command.
-- about: standing (what: the target) | finding | parcel (what: its number; register: whose rows).
-- While it is open the place is not ranked in that target, or in the targets of that register.
-- state: open | upheld | refused | withdrawn.
create table objection (
  objection bigint primary key,
  about varchar not null,
  what varchar not null,
  register varchar not null,
  area varchar not null,
  about_day date not null,
  reason varchar not null,
  evidence varchar,
  by_whom varchar not null,
  actor varchar not null,
  day date not null,
  until_day date not null,
  state varchar not null,
  answered_by varchar,
  answered_day date,
  note varchar,
  round_raised bigint not null,
  round_answered bigint
);
