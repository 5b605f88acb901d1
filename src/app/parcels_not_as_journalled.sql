-- reads: journal, round, parcel. gives: sealed commands that should have made a parcel and did not,
-- and parcels that no command made. Commands done ahead of a great file lie beyond the seals.
-- params: none
select concat('parcel ', cast(coalesce(journal.seq, parcel.parcel) as varchar)) as what
from (
  select seq from journal where kind in ('parcel_taken', 'nil_reported')
) as journal
full join parcel on parcel.parcel = journal.seq
where journal.seq is null
  or (parcel.parcel is null and journal.seq <= (select coalesce(max(seq_to), 0) from round))
order by 1
