-- The closed cases by what was known of them on arrival: channel, fifth of the amounts, role of the first step. For each value, how
-- many cases, how many of them longer than {far}, on each of the two parts; the bounds of the amounts (smallest unit of money).
with fifth as (
  select quantile_disc(amount, 0.2) as a, quantile_disc(amount, 0.4) as b, quantile_disc(amount, 0.6) as c,
         quantile_disc(amount, 0.8) as d
  from case_ where closed and amount > 0
),
known as (
  select c.case_id, c.part, c.finish - c.arrival > {far} as long, c.channel_name, c.amount, r.role_name,
         case when c.amount > 0 then 
              cast(f.a < c.amount as integer) + cast(f.b < c.amount as integer) + cast(f.c < c.amount as integer)
              + cast(f.d < c.amount as integer) end as class
  from case_ c join event e on e.case_id = c.case_id and e.k = 1 left join role_ r on r.role = e.role, fifth f
  where c.closed
),
value as (
  select 'channel' as attribute, channel_name as value, null as low, null as high, part, long from known where channel_name is not null
  union all
  select 'role', role_name, null, null, part, long from known where role_name is not null
  union all
  select 'amount', cast(class as varchar), min(amount) over w, max(amount) over w, part, long from known where class is not null
  window w as (partition by class)
)
select attribute, value, count(*), count(*) filter (where long), count(*) filter (where part = 1),
       count(*) filter (where long and part = 1), count(*) filter (where part = 2), count(*) filter (where long and part = 2),
       any_value(low), any_value(high)
from value
group by attribute, value
order by attribute, value
