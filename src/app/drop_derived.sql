-- A derived table gives way to its rebuilt self. {{table}}
drop table {{table}}
