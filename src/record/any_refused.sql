select parcel from refused limit 1
