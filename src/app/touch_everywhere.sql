-- A new pack may count differently: every county is touched, for one column.
-- reads: area. writes: touched (temporary). params: register, column_name
insert into touched (register, column_name, area)
select distinct $register, $column_name, county from area where county is not null
