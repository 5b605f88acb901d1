-- reads: journal, round. gives: how many commands no round has taken yet. params: none
select count(*) as waiting from journal
where kind in ('parcel_taken', 'nil_reported', 'suspended', 'parcel_returned', 'parcel_withdrawn',
    'pack_used')
  and seq > (select coalesce(max(seq_to), 0) from round)
