create temporary table touched (register varchar, column_name varchar, area varchar)
