delete from standing_asked
