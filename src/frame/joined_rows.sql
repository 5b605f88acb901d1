-- part of incoming_<register>: rows joined with the living records
select * from {{candidate}}
