-- writes again: what stands open already is not opened a second time
delete from again
where exists (select 1 from finding f
              where f.finding = again.finding and f.dist_county = again.dist_county
                and f.register = again.register)
