-- writes: access_setting. params: name
delete from access_setting where name = $name
