-- reads incoming_<register> / ends what was open on the rows' touched (or changed) cells; what
-- still fails is found again. What this round has found stays, unless a later file of the round
-- brings the row: a double within a file is found before its first row is judged.
update finding set round_to = $round
from {{incoming}} i
where finding.register = $register and finding.round_to is null and {{counties}}
  and finding.dist_county = i.dist_county and finding.key_hash = i.key_hash
  and (finding.round_from < $round or finding.parcel < i.parcel)
  and {{read_again}}
