-- PostgreSQL only: the epoch, held until this transaction ends, so that no new leader comes in between.
-- reads: leader. params: none
select epoch from leader for share
