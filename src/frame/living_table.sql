create temporary table {{candidate}} as
{{living}}
