select cast(coalesce(max(wave), 0) as bigint) as wave from {{patch}}
