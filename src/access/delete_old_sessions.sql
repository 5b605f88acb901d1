-- writes: session. Those that have run out. params: seen_before, begun_before
delete from session where seen < $seen_before or begun < $begun_before
