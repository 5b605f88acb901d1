-- writes finding: what end_into_past has copied is open no more
delete from finding as f
where {{which}}
