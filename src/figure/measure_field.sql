count(*) filter (where ({{when}}) and ((r.missing | r.explained) & {{bit}}) = 0) as n{{i}},
  count(*) filter (where ({{when}}) and (r.explained & {{bit}}) <> 0) as e{{i}},
  count(*) filter (where ({{when}})) as d{{i}}
