-- The distinct sequences of activities, the most frequent first; equal counts by the first case that follows them.
select cast(row_number() over (order by count(*) desc, min(case_id)) - 1 as integer) as variant,
       activities,
       cast(count(*) as integer) as cases,
       min(case_id) as first_case
from case_list
group by activities
