-- Each case in which people did both steps that are to be kept apart ({first} and {then}): whether one of them did both (same).
-- Resources that work as no person does ({robots}) are nobody.
with acted as (
  select case_id, resource, bool_or(activity in ({first})) as did_first, bool_or(activity in ({then})) as did_then
  from {event}
  where activity in ({first}, {then}) and resource is not null and resource not in ({robots})
  group by case_id, resource
),
held as (
  select case_id, bool_or(did_first and did_then) as same from acted group by case_id having bool_or(did_first) and bool_or(did_then)
)
select h.*, c.closed, c.part from held h join case_ c using (case_id)
