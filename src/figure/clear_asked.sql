delete from figure_asked
