-- part of a condition over r, a record: something is open of it
r.key_hash in (select f.key_hash from finding f where {{open}})
