-- reads record_<register>, patch_<register> / makes slice_<register>: of a few counties the living
-- records that the wave may name. One scan a run of neighbouring counties: a range is applied
-- before the other columns are read
create temporary table {{table}} as
{{scans}}
