-- gives the columns that a table has now
select column_name from information_schema.columns
where table_schema = current_schema() and table_name = $table
