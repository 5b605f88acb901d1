-- writes: figure.round_to of the day's older rows.
update figure set round_to = $round
where day = $day and round_to is null and figure in (select figure from figure_closing)
