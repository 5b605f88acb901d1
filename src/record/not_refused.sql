not exists (select 1 from refused x where x.parcel = i.parcel and x.sheet = i.sheet and x.row_no = i.row_no)
