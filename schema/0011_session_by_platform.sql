-- owner: access
-- Logged in by the platform that the installation trusts (OpenID Connect), not by a password here.
alter table session add column by_platform boolean;
