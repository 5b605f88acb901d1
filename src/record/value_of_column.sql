(array_agg(v.{{column}} order by v.round_from desc nulls last, v.round_end desc nulls last,
     v.parcel desc nulls last)
   filter (where v.stands and (v.changed & {{bit}}) <> 0))[1] as {{column}}
