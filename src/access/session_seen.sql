-- writes: session. params: id_sha256, seen
update session set seen = $seen where id_sha256 = $id_sha256
