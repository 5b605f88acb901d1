-- writes: access_setting. params: name, value
insert into access_setting (name, value) values ($name, $value)
