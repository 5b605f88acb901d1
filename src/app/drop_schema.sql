-- PostgreSQL. {{schema}}
drop schema if exists {{schema}} cascade
