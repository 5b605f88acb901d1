-- writes refused: rows with a reject finding of this round
insert into refused (parcel, sheet, row_no, dist_county, key_hash)
select distinct f.parcel, f.sheet, f.row_no, f.dist_county, f.key_hash
from {{ever}} f
where f.round_from = $round and f.register = $register and f.grade = 'reject'
