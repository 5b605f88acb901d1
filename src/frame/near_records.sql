select * from {{record}} where {{counties}}
