select register from parcel where parcel = $parcel
