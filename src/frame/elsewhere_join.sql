left join {{elsewhere}} e on {{same_key}}
