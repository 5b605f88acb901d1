create temporary table intake_salt (rule varchar, column_name varchar, salt bigint)
