-- reads round_version / writes near_<register>_<n>: rows that this round replaced leave
delete from {{table}} as n
where exists (
  select 1 from round_version v where v.dist_county = n.dist_county and v.key_hash = n.key_hash
)
