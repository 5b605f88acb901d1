-- reads: record_<register>. gives: where a living record counts.
select {{area}} as area from {{living}} r where r.key_hash = $key_hash limit 1
