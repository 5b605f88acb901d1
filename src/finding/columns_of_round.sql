-- reads patch_<register> / gives all columns that rows of this round name or empty, as bits
select coalesce(bit_or(touched | erased), 0) as touched
from {{patch}}
