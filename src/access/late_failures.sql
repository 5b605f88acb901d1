-- reads: audit. gives: log-ins refused of late, for the throttle. params: since
select happened_at, actor, remote from audit
where happened_at >= $since and action = 'log_in' and outcome = 'refused' order by seq
