-- makes again_key: which records are judged anew
create temporary table again_key as
{{keys}}
