-- Per activity that is repeated in its case: cases with it, cases that have it more than once, repetitions, those directly after one
-- another, those at which another role does it than the time before, and mean and standard deviation of the time from one to the
-- next (microseconds). From the table `repetition`.
select activity, count(*) filter (where from_k is null) as cases, count(distinct case_id) filter (where from_k is not null) as again,
       count(from_k) as times,
       count(*) filter (where k = from_k + 1) as direct,
       count(*) filter (where role <> from_role) as handed,
       coalesce(avg(took), 0) as mean, coalesce(stddev_pop(took), 0) as spread
from repetition group by activity having count(from_k) >= {least}
order by activity
