-- 已返乡的人在别处仍是在外：本行的原务工县就是户籍县，或外出务工台账里还没有返回时间
-- back home and yet away: the former county is the home county, or the register of workers has no return
-- reads incoming, worker / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where i.from_area = substr(i.home_area, 1, 6)
union all
select i.parcel, i.row_no
from incoming i
join worker w on w.dist_county = i.dist_county and w.person_id = i.person_id
where w.back_month is null and w.out_month <= i.back_on
  and (i.placed_in is null or i.placed_in <> '1')
