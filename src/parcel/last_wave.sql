-- reads: patch_<register>
-- gives: the last wave
select max(wave) as wave
from {{patch}}
