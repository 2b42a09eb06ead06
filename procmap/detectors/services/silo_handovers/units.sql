-- The first event of each role in each closed case (first_k), roles that stand for nobody ({nobody}) left out.
select e.case_id, e.role, min(e.k) as first_k
from event e join case_ c using (case_id)
where c.closed and e.role not in ({nobody})
group by e.case_id, e.role
