-- PostgreSQL: where a rebuild is made. {{schema}}
create schema {{schema}}
