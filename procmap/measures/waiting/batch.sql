-- The members of batches of at least {least}, from the number that each instance was given: the kind of its batch and when the batch
-- was enabled, which is when the last of its members was. parallel: all start together and end together; sequential: none
-- starts before those before it have ended; concurrent: the rest.
with member as (
  select b.*, w.begins_time, w.ends_time, coalesce(w.enabled_time, w.begins_time) as enabled_time,
         coalesce(w.enabled, w.begins) as enabled,
         max(w.ends_time) over (partition by batch order by place rows between unbounded preceding and 1 preceding) as before
  from batch_number b join work w on w.case_id = b.case_id and w.k = b.k
),
whole as (
  select batch, max(enabled_time) as batch_enabled_time, max(enabled) as batch_enabled,
         case when min(begins_time) = max(begins_time) and min(ends_time) = max(ends_time) then 'parallel'
              when count(*) filter (where begins_time < before) = 0 then 'sequential' else 'concurrent' end as kind
  from member group by batch having count(*) >= {least}
)
select case_id, k, cast(batch as integer) as batch, kind, batch_enabled_time, batch_enabled from member join whole using (batch)
