-- writes: figure: rows of this very round that it makes anew.
delete from figure where round_from = $round and figure in (select figure from figure_closing)
