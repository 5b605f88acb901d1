-- reads: touched. gives: register, column_name, area.
select distinct register, column_name, area from touched
