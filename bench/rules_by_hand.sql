-- The pack's rules for packs/relief-2020 as a careful person would write them by hand against table
-- r (one row a line of the file, typed): each writes its failing rows. Reads r / writes f(rule,
-- row_no, value). bench/by_hand.py splits the file at each semicolon that ends a line.
insert into f select 'wage_too_high', row_no, cast(wage as varchar) from r where wage > 30000;
insert into f select 'wage_too_low', row_no, cast(wage as varchar) from r where wage < 100;
insert into f select 'wage_filler', row_no, cast(wage as varchar)
from r where wage in (9999, 99999, 8888, 88888, 6666, 1234, 12345);
insert into f select 'wage_without_work', row_no, cast(wage as varchar)
from r where wage is not null and work_area is null and employer is null;
insert into f select 'out_in_future', row_no, cast(out_month as varchar)
from r where out_month > date '2020-03-05';
insert into f select 'out_too_early', row_no, cast(out_month as varchar)
from r where extract(year from out_month) < 2000;
insert into f select 'under_age', row_no, citizen_id
from r
where (extract(year from out_month) - cast(substr(citizen_id, 7, 4) as integer)) * 12
  + extract(month from out_month) - cast(substr(citizen_id, 11, 2) as integer) < 192;
insert into f select 'over_age', row_no, citizen_id
from r where 2020 - cast(substr(citizen_id, 7, 4) as integer) >= 70 and work_area is not null;
insert into f select 'citizen_id_twice', row_no, r.citizen_id
from r
join (select citizen_id, min(person_id) as first_person from r
  where citizen_id is not null group by 1
  having min(person_id) <> max(person_id)) t using (citizen_id)
where person_id <> first_person;
insert into f select 'phone_many_people', row_no, r.phone
from r
join (select phone from r where phone is not null group by 1 having count(*) > 4) t using (phone);
insert into f select 'phone_other_household', row_no, r.phone
from r
join (select phone from r where phone is not null and household_id is not null group by 1
  having count(distinct household_id) > 1) t using (phone);
insert into f select 'phone_two_places', row_no, r.phone
from r
join (select household_id, phone from r where phone is not null and household_id is not null
  and work_area is not null group by 1, 2
  having min(work_area) <> max(work_area)) t using (household_id, phone);
insert into f select 'phone_filler', row_no, phone
from r
where regexp_matches(phone,
  '(0000000|1111111|2222222|3333333|4444444|5555555|6666666|7777777|8888888|9999999)$')
  or phone in ('13800138000', '12345678901');
insert into f select 'place_without_month', row_no, work_area
from r where work_area is not null and out_month is null;
insert into f select 'month_without_place', row_no, cast(out_month as varchar)
from r where out_month is not null and work_area is null;
insert into f select 'abroad_with_home_place', row_no, work_area
from r
where is_abroad and work_area <> 'abroad' and substr(work_area, 1, 2) not in ('71', '81', '82');
insert into f select 'abroad_not_marked', row_no, work_area
from r where work_area = 'abroad' and (is_abroad is null or not is_abroad);
insert into f select 'post_outside_home', row_no, channel
from r where channel = '04' and substr(work_area, 1, 6) <> substr(home_area, 1, 6);
insert into f select 'workshop_outside_home', row_no, channel
from r where channel = '05' and substr(work_area, 1, 6) <> substr(home_area, 1, 6);
insert into f select 'point_to_point_at_home', row_no, cast(is_point_to_point as varchar)
from r where is_point_to_point and substr(work_area, 1, 6) = substr(home_area, 1, 6);
insert into f select 'point_to_point_missing', row_no, null
from r where is_point_to_point is null and work_area is not null and employer is not null;
insert into f select 'industry_missing', row_no, null
from r where industry is null and employer is not null;
insert into f select 'employer_placeholder', row_no, employer
from r
where employer in ('无', '不详', '没有', '未知', '不知道', '个体', '私企', '公司', '工厂', '企业', '/', '-', '0', '1');
insert into f select 'employer_no_name', row_no, employer
from r where length(employer) < 2 or regexp_matches(employer, '^[0-9]+$');
insert into f select 'name_odd', row_no, person_name
from r where regexp_matches(person_name, '[?？*＊0-9]');
insert into f select 'name_short', row_no, person_name from r where length(person_name) < 2;
