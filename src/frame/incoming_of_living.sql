create temporary view {{incoming}} as
select * from {{candidate}}
