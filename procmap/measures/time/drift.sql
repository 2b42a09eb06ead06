-- The closed cases by block of 4 weeks of arrival (counted from the log's first Monday) and variant, for the blocks whose cases have
-- all had the time to close: the block ends more than the P95 of the cycle times of closed cases before the last event.
-- A block whose cases came before {since}, the date from which the extract keeps them all, says nothing.
-- median: of the office cycle time of the whole block, microseconds, discrete; the same in each row of a block.
with edge as (
  select max(finish) as last,
         quantile_disc(finish - arrival, 0.95) filter (where closed) as longest
  from case_
),
kept as (
  select c.week // {weeks} as block, c.variant, c.office_finish - c.office_arrival as cycle
  from case_ c, edge
  where c.closed and ({monday} + (c.week // {weeks} + 1) * {weeks} * 7) * {day} + edge.longest <= edge.last
    and ({monday} + (c.week // {weeks}) * {weeks} * 7) * {day} >= {since}
),
block as (select block, quantile_disc(cycle, 0.5) as median from kept group by block)
select k.block, k.variant, count(*) as cases, any_value(b.median) as median
from kept k join block b using (block)
group by k.block, k.variant
order by k.block, k.variant
