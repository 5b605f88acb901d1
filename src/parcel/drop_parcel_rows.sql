-- writes: patch_<register>: rows of a file that turned out unreadable leave it
-- params: $parcel
delete from {{patch}}
where parcel = $parcel
