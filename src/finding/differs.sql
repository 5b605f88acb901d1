(min({{column}}) <> max({{column}})
      or (count({{column}}) <> 0 and count({{column}}) <> count(*)))
