-- part of a condition over f, a finding: of that register no record has its key
(f.register <> {{register}} or f.key_hash is null
  or not exists (select 1 from {{record}} r
    where r.key_hash = f.key_hash and r.dist_county = f.dist_county))
