-- makes slice_<register>: the living records of a few counties. One scan a county: only an
-- equality is applied before the other columns are read
create temporary table {{table}} as
{{scans}}
