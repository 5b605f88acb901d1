-- A table as it stands: {{table}}. params: none
select * from {{table}}
