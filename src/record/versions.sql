-- makes version: every version of those keys; of a parcel that was withdrawn or not; and `life`,
-- which grows where a record had ended before it began again
create temporary table version as
select v.*,
       sum(case when v.before_round_to = v.round_from then 0 else 1 end)
         over (partition by v.dist_county, v.key_hash, {{v_keys}}
               order by v.round_from, v.round_end, v.parcel rows unbounded preceding) as life
from (
  select a.*,
         lag(a.round_end) over (partition by a.dist_county, a.key_hash, {{a_keys}}
                                order by a.round_from, a.round_end, a.parcel) as before_round_to,
         (a.parcel <> {{parcel}} and coalesce(p.state, 'taken') <> 'withdrawn') as stands
  from (
    select l.dist_county, l.key_hash, {{l_columns}}, l.parcel, l.changed, l.verified, l.round_from,
           9223372036854775807 as round_end, cast(null as bigint) as ended_by
    from {{record}} l join withdrawn_key i on {{same_key}} where {{counties}}
    union all
    select l.dist_county, l.key_hash, {{l_columns}}, l.parcel, l.changed, l.verified, l.round_from,
           l.round_to as round_end, l.ended_by
    from {{past}} l join withdrawn_key i on {{same_key}} where {{counties}}
  ) a
  left join parcel p on p.parcel = a.parcel
) v
