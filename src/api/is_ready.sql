-- reads: round. gives: a row, if the data can be read
select count(*) as n from round
