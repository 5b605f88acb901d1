create temporary view {{incoming}} as
{{living}}
