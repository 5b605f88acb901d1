-- a condition over f, an open finding. params: $parcel
f.parcel = $parcel
