select {{register}} as register where exists (select 1 from {{record}})
