select * from {{table}} where dist_county = {{county}}
