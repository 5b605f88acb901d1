-- reads: explanation. a condition over f, a finding: an explanation of it waits for the place above
exists (
  select 1 from explanation w
  where w.finding = f.finding and w.state = 'asked' and w.shown is not distinct from f.shown
    and w.params is not distinct from f.params
)
