-- writes: session. params: id_sha256
delete from session where id_sha256 = $id_sha256
