-- writes: parcel: withdrawn or returned
-- params: $parcel, $state, $round
update parcel
set state = $state, ended_round = $round
where parcel = $parcel and state <> 'withdrawn'
