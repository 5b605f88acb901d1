delete from area
