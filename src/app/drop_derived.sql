-- A derived table gives way to its rebuilt self; so do the temporary views that reading sessions
-- left on it, which are made anew before each use. {{table}}
drop table {{table}} cascade
