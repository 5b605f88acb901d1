-- 安置点台账里没有这个编号；本县那张表还空着的不比
-- a site that the register of sites lacks; not judged where that register of the county is still empty
-- reads incoming, relocation_site / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join (
  select dist_county, count(*) as known from relocation_site group by dist_county
) county on county.dist_county = i.dist_county
left join relocation_site o on o.dist_county = i.dist_county and o.site_no = i.site_no
where i.site_no is not null and o.site_no is null
  and coalesce(county.known, 0) >= $site_known_min
