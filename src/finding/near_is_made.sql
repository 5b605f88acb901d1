insert into near_made (register, no) values ($register, $no)
