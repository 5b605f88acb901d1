-- a condition over f, an open finding: the pack has its register no longer
f.register not in ({{registers}})
