-- reads: record_<register> / gives: part of a condition over f, a finding: no record of that
-- register has its key
(f.register <> {{register}} or f.key_hash is null
  or not exists (select 1 from {{record}} r
    where r.key_hash = f.key_hash and r.dist_county = f.dist_county))
