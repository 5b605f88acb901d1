create temporary table if not exists near_made (register varchar, no bigint)
