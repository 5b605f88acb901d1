-- reads record_<register>_past / gives a row if a version ended after the day, or after the round:
-- each by itself, so that blocks are passed over by what they hold at most
select 1 as one from (
  select l.round_to from {{past}} l where l.day_to > {{day}} and {{counties}} limit 1
) later_day
union all
select 1 as one from (
  select l.round_to from {{past}} l where l.round_to > {{known_round}} and {{counties}} limit 1
) later_round
