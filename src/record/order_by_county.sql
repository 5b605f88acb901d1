order by i.dist_county
