create temporary view {{incoming}} as
{{rows}}
