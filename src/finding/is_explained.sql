-- reads: explanation, round. a condition over f, a finding: it is explained
exists (
  select 1 from ({{held}}) h
  where h.finding = f.finding and h.shown is not distinct from f.shown
    and h.params is not distinct from f.params
)
