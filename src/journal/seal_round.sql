-- writes: round. params: round, day, seq_from, seq_to, parcels, rows_in
insert into round (round, day, seq_from, seq_to, parcels, rows_in)
values ($round, $day, $seq_from, $seq_to, $parcels, $rows_in)
