-- reads: journal, round, parcel. gives: how many commands no round has taken whole. params: none
select count(*) as waiting from journal
where kind in ('parcel_taken', 'nil_reported', 'suspended', 'parcel_returned', 'parcel_withdrawn',
    'pack_used', 'heading_confirmed', 'finding_explained', 'explanation_decided',
    'objection_raised', 'objection_answered', 'objection_withdrawn',
    'link_decided')
  and seq > (select coalesce(max(seq_to), 0) from round)
  and not exists (
    select 1 from parcel where parcel.parcel = journal.seq and parcel.round_last is not null
  )
