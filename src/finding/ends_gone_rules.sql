-- a condition over f, an open finding: the pack has its rule no longer
f.register = {{register}} and not (f.rule >= '_' and f.rule < '`') and f.rule not in ({{rules}})
