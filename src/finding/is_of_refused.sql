-- reads finding, parcel / a condition over f, an open finding: it is of a row that was refused when
-- it was taken. That row is no record, and its sender still has to send it again.
exists (
  select 1
  from finding g
  left join parcel p on p.parcel = g.parcel
  where g.parcel = f.parcel and g.sheet = f.sheet and g.row_no = f.row_no
    and g.grade = 'reject' and g.round_from = f.round_from
    and g.round_from >= p.round_from and g.round_from <= coalesce(p.round_last, g.round_from)
)
