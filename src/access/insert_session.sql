-- writes: session. params: one for each column
insert into session (id_sha256, account, acts_for, begun, seen, begun_at, remote, by_platform)
values ($id_sha256, $account, $acts_for, $begun, $seen, $begun_at, $remote, $by_platform)
