-- writes finding: so does a register that the pack no longer has
update finding set round_to = $round
where round_to is null and register not in ({{registers}})
