-- part of form_find: by what names a record in lists
f.key_hash = 0 and f.show_id <> '' and cast(r.{{show_id}} as varchar) = f.show_id
