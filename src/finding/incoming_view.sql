create temporary view incoming as
select * from {{incoming}}
