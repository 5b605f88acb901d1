-- drops: new_report
drop table if exists new_report
