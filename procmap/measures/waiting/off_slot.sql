-- The slots of the week ({granule}) in which somebody ({who}) is hardly ever seen, although as much as they do would fill them.
-- Of each: the weeks in which something of it was done in the slot, and the weeks to be expected, were their slots spread as those
-- of everybody are. Nothing is said of a slot in which fewer than {expected} weeks are to be expected.
with seen as (select {who} as who, {granule}, count(distinct week) as weeks from presence where {who} is not null group by all),
person as (
  select s.who, total, w.weeks from (select who, sum(weeks) as total from seen group by who) s
  join (select {who} as who, count(distinct week) as weeks from presence where {who} is not null group by all) w on w.who = s.who
  where w.weeks >= {expected} and s.who in (select {who} from presence group by {who} having sum(events) >= {least})
),
slot as (select {granule}, sum(weeks) as filled, sum(sum(weeks)) over () as everything from seen group by {granule}),
usual as (
  select p.who, s.*, p.weeks, least(p.weeks, p.total * s.filled / s.everything) as expected from person p cross join slot s
)
select u.who, {named}
from usual u left join seen s on s.who = u.who and {same}
where u.expected >= {expected} and u.expected >= {usual} * u.weeks and coalesce(s.weeks, 0) < {seldom} * u.weeks
