exists (select 1 from again_key k
        where k.dist_county = {{row}}.dist_county and k.key_hash = {{row}}.key_hash)
