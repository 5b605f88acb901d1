-- reads incoming_<register> / a condition over f, an open finding: it is of a touched (or changed)
-- cell; what still fails is found again. What this round has found stays, unless a later file of
-- the round brings the row: a double within a file is found before its first row is judged.
-- params: $register, $round
f.register = $register and {{counties}}
and exists (
  select 1 from {{incoming}} i
  where i.dist_county = f.dist_county and i.key_hash = f.key_hash
    and (f.round_from < $round or f.parcel < i.parcel) and {{read_again}}
)
