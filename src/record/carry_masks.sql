-- writes record_<register> and its past: masks as the pack now in use reads them
update {{table}} set missing = {{missing}}, explained = {{explained}}, verified = {{verified}},
  changed = {{changed}}
where missing <> {{missing}} or explained <> {{explained}} or verified <> {{verified}}
  or changed <> {{changed}}
