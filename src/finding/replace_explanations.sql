-- writes: explanation: an earlier one of a question that still waits gives way to the new one
update explanation
set state = 'refused', decided_by = $actor, decided_day = $day,
    note = '已由新的情况说明代替 / replaced by a later explanation'
where finding = $finding and state = 'asked'
