-- gives: the schema that this session works in. params: none
select current_schema() as schema_name
