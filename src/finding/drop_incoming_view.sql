drop view if exists incoming
