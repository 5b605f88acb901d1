-- drops: waiting_parcel
drop table if exists waiting_parcel
