-- owner: access
-- Settings of the installation that access keeps, by name; a secret one is encrypted.
create table access_setting (
  name varchar not null,
  value varchar not null
);
-- Who an account is at the platform of log-in (OpenID Connect): the subject there, of that issuer.
create table account_platform (
  account bigint not null,
  issuer varchar not null,
  subject varchar not null
);
