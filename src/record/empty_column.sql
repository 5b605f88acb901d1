-- writes record_<register> and its past: a column that an earlier pack left out begins empty, since
-- what came meanwhile did not keep it
update {{table}} set {{column}} = null where {{column}} is not null
