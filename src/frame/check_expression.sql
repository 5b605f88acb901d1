select 1 as one from {{table}} where ({{expression}}
)
