-- PostgreSQL: a rebuilt table takes its place. {{schema}} {{table}} {{home}}
alter table {{schema}}.{{table}} set schema {{home}}
