"""Extracts taken time and again and put together: each holds the state of every open case, and no row is a step."""

from __future__ import annotations

from procmap.engine import Engine

MOMENTS, EACH = 4, 10
"""Moments at least, and rows of each on average, from which rows may be extracts."""

NEXT, SAME = 0.9, 0.5
"""Share of the rows of a case that follow at the very next moment of all, and of these that say the same as the one before."""

COUNTED = """
with e as (select {case} as c, {activity} as a, {time} as t, rowid as k from {relation}),
placed as (select *, dense_rank() over (order by t) as place from e where c is not null and a is not null and t is not null),
followed as (select *, place - lag(place) over w as later, a = lag(a) over w as same
             from placed window w as (partition by c order by t, k))
select count(*), max(place), count(later), count(*) filter (later = 1), count(*) filter (later = 1 and same),
  count(distinct (place, a)), count(distinct a) from followed
"""


def are_snapshots(engine: Engine, relation: str, case: str, activity: str, time: str) -> bool:
    """Whether the rows of a case stand at one moment after another of all that there are, and mostly say the same again.

    Args:
        engine: Holds the rows.
        relation: They.
        case: SQL of the case.
        activity: SQL of the step.
        time: SQL of the moment.
    """
    found = COUNTED.format(case=case, activity=activity, time=time, relation=relation)
    rows, moments, pairs, following, same, pairs_of_both, labels = (int(each or 0) for each in engine.rows(found)[0])
    # what is the moment in other words, as the name of its month, is no more a step than what stays the same
    is_few = moments >= MOMENTS and rows >= EACH * moments
    return is_few and pairs > 0 and following >= NEXT * pairs and (same >= SAME * following or pairs_of_both == labels == moments)
