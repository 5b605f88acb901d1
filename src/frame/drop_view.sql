drop view if exists {{view}} cascade
