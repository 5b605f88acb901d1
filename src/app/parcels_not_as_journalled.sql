-- reads: journal, round, parcel. gives: sealed commands that should have made a parcel and did not,
-- and parcels that no command made. params: none
select concat('parcel ', cast(coalesce(journal.seq, parcel.parcel) as varchar)) as what
from (
  select seq from journal
  where kind in ('parcel_taken', 'nil_reported')
    and seq <= (select coalesce(max(seq_to), 0) from round)
) as journal
full join parcel on parcel.parcel = journal.seq
where journal.seq is null or parcel.parcel is null
order by 1
