-- part of a condition over f, a finding: its record is asked about
f.key_hash in (select r.key_hash from {{record}} r where {{which}})
