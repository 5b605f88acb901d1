-- gives the id of a finding of intake. Rows that double one of their own file share its key: each
-- is told by its place.
case when f.key_hash is null
     then ((f.parcel % 2147483648) * 2147483648 + (f.sheet % 64) * cast(33554432 as bigint) +
       f.row_no % 33554432)
          % 2305843009213693951
     when f.rule in ('_twice', '_twice_same')
     then (f.key_hash % 2305843009213693951 + (f.sheet % 64) * cast(33554432 as bigint) +
       f.row_no % 33554432)
          % 2305843009213693951
     else f.key_hash % 2305843009213693951 end + s.salt
