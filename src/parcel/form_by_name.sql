-- part of form_find: by name and last four digits, in the place that the row says
f.key_hash = 0 and f.show_name <> '' and f.last_four <> '' and r.{{show_name}} = f.show_name
  and right(r.{{identity}}, 4) = f.last_four and (f.place = '' or r.{{area}} = f.place)
