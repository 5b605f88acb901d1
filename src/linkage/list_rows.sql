-- reads record_<register> / gives the rows of a list that a comparison links, and whether the key
-- itself finds its record on the other side
select l.key_hash, l.dist_county, {{shown}}, {{columns}}, {{keyed}} as is_keyed
from {{record}} l
where {{allowed}} and {{under}} and {{where}}
order by l.dist_county, l.key_hash
