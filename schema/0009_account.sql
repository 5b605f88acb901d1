-- owner: access
-- Kept, not derived: a rebuild carries these tables over as they stand. They are read once at start
-- and held in memory; only access/ writes them. roles, actions: names with a space between them.
-- state: active | locked | handed_over. second_factor: '' | totp | sms. totp_secret: encrypted.
create table account (
  account bigint not null,
  login varchar not null,
  name varchar not null,
  unit_area varchar not null,
  unit_name varchar not null,
  phone varchar not null,
  roles varchar not null,
  state varchar not null,
  must_change_password boolean not null,
  second_factor varchar not null,
  totp_secret varchar not null,
  totp_step bigint not null,
  created_at varchar not null,
  changed_at varchar not null,
  last_log_in_at varchar not null
);
-- side: home | host. columns_shown: open | internal | personal | host_view. role '': every role.
create table account_grant (
  account bigint not null,
  area varchar not null,
  side varchar not null,
  register varchar not null,
  columns_shown varchar not null,
  other_area varchar not null,
  role varchar not null
);
-- The last five; place 0 is the one in force. hash: argon2id, with its cost.
create table account_password (
  account bigint not null,
  place integer not null,
  hash varchar not null
);
-- One-time codes that stand in for a lost second factor.
create table account_recovery (
  account bigint not null,
  code_sha256 varchar not null
);
-- From from_day on the giver keeps nothing.
create table account_hand_over (
  giver bigint not null,
  taker bigint not null,
  from_day date not null,
  done boolean not null
);
create table account_stand_in (
  giver bigint not null,
  taker bigint not null,
  from_day date not null,
  to_day date not null
);
-- begun, seen: seconds since 1970. acts_for: the account stood in for, or null.
create table session (
  id_sha256 varchar not null,
  account bigint not null,
  acts_for bigint,
  begun bigint not null,
  seen bigint not null,
  begun_at varchar not null,
  remote varchar not null
);
create table token (
  token varchar not null,
  account bigint not null,
  label varchar not null,
  secret_sha256 varchar not null,
  actions varchar not null,
  area varchar not null,
  register varchar not null,
  expires date not null,
  created_at varchar not null,
  last_used_at varchar not null,
  revoked boolean not null
);
