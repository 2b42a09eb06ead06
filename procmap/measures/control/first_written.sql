-- Per case: the amount and the channel that were written first, with the place of the event that carries each, and the role of the
-- first event (names are coded by their alphabetical order, so that no result depends on the order of rows).
select case_id,
       arg_min(amount, k) filter (where amount is not null) as amount,
       min(k) filter (where amount is not null) as amount_k,
       arg_min(channel_name, k) filter (where channel_name is not null) as channel,
       min(k) filter (where channel_name is not null) as channel_k,
       arg_min(role, k) filter (where k = 1) as role
from event
group by case_id
