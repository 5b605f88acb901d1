delete from figure_closing
