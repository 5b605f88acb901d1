-- makes near_<register>_<n> of a register that holds nothing yet
create temporary table {{table}} as select {{shown}} from {{record}} l where false
