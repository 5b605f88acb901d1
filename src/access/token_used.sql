-- writes: token. params: token, last_used_at
update token set last_used_at = $last_used_at where token = $token
