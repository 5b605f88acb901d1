-- reads: leader. params: none
select epoch from leader
