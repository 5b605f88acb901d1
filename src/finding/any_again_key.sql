-- reads again_key / gives a row if any record is to be judged anew
select key_hash from again_key limit 1
