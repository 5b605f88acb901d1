-- writes: leader. A new leader outdates the one before. params: none
insert into leader (one, epoch) values (1, 1)
on conflict (one) do update set epoch = leader.epoch + 1
