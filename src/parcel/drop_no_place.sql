-- writes: patch_<register>: rows without a place leave it
delete from {{patch}}
where dist_county = ''
