(array_agg(v.{{column}} order by v.round_from desc, v.round_end desc, v.parcel desc)
   filter (where v.stands and (v.changed & {{bit}}) <> 0))[1] as {{column}}
