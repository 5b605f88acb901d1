-- makes restored_<register> (shape of incoming_<register>): what each key would be without the
-- parcel. A column's value is that of the latest version that set it and still stands, within the
-- record's last life. A record that lacks a cell it must always have does not stand: it ends whole.
-- Keys whose life ended otherwise are left alone.
create temporary table {{restored}} as
select c.*,
       {{missing}} as missing,
       {{explained}} as explained,
       {{verified}} as verified
from (
  select cast({{parcel}} as bigint) as parcel, k.sheet, k.row_no, r.dist_county, r.key_hash,
         cast(0 as bigint) as touched, (l.key_hash is null) as is_new, r.stands,
         coalesce(l.verified, 0) as old_verified,
         {{old_areas}}
         {{changed}} as changed,
         {{r_columns}}
  from (
   select a.*, (a.any_stands and not ({{lacking}})) as stands
   from (
    select v.dist_county, v.key_hash, bool_or(v.stands) as any_stands,
           {{values}}
    from version v
    join (
      select dist_county, key_hash, {{keys}}, max(life) as life,
             max(round_end) as round_end,
             max(case when ended_by = {{parcel}} then round_end else 0 end) as ended_here
      from version
      group by dist_county, key_hash, {{keys}}
    ) last on last.dist_county = v.dist_county and last.key_hash = v.key_hash and last.life = v.life
      and {{last_same}}
    where last.round_end = 9223372036854775807 or last.ended_here = last.round_end
    group by v.dist_county, v.key_hash, {{v_keys}}
   ) a
  ) r
  join withdrawn_key k on k.dist_county = r.dist_county and k.key_hash = r.key_hash and {{k_same}}
  left join (select * from {{record}} where {{record_counties}}) l on {{same_key}}
) c
