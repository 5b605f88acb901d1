-- part of form_find: by the mark of the row
f.key_hash <> 0 and r.key_hash = f.key_hash and r.dist_county = f.dist_county
