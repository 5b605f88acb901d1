max(v.{{column}}) as {{column}}
