drop table if exists intake_salt
