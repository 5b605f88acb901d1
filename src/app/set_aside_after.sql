-- reads: journal. gives: what was set aside after a command came. params: seq
select payload from journal where kind = 'set_aside' and seq > $seq order by seq
