-- reads: journal. gives: suggestions and what was answered, in order
select seq, happened_at, actor, kind, payload
from journal
where kind = 'suggestion_made' or kind = 'suggestion_answered'
order by seq
