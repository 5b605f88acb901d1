-- writes: token. params: token
update token set revoked = true where token = $token
