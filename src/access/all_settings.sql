-- reads: access_setting. params: none
select name, value from access_setting order by name
