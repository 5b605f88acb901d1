-- reads: parcel. gives: how many parcels no round could take, and the last. params: none
select count(*) as n, max(parcel) as last from parcel where state = 'set_aside'
