-- reads finding / gives parcel of what stands open in these counties, what this very round opened
-- of the last parcel left out
select parcel from finding
where register = $register and {{counties}}
  and (round_from < $round or parcel < $last_parcel)
limit 1
