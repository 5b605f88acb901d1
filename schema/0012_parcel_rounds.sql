-- owner: parcel
-- A great file is taken by several rounds: round_from is the first, round_last the last; null: it
-- is still being taken. state also: set_aside (no round could take it; error_code says why).
alter table parcel add column round_last bigint;
update parcel set round_last = round_from;
