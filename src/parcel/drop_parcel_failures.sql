-- writes: intake_failure: what was said of a file that turned out unreadable leaves it
-- params: $parcel
delete from intake_failure
where parcel = $parcel
