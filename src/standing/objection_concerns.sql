-- reads: objection. a condition over o: it is about a target, or rows of its register.
((o.about = 'standing' and o.what = $target) or (o.about <> 'standing' and o.register = $register))
