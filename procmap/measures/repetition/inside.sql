-- How many instances of an activity lie inside the returns of another: what exists only there exists only for the loop.
select x.activity as anchor, e.activity as inside, cast(count(distinct cast(e.case_id as bigint) * 1000000 + e.k) as integer) as instances
from excursion x join event e on e.case_id = x.case_id and e.k > x.from_k and e.k < x.to_k
where x.to_k - x.from_k >= 2 and x.steps <= {longest}
group by anchor, inside
order by anchor, inside
