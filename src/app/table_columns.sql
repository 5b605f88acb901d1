-- reads: the catalogue. gives: a table's columns. params: table_name
select column_name from information_schema.columns
where table_schema = current_schema() and table_name = $table_name
order by column_name
