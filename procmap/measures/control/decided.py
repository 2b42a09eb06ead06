"""Whether somebody still decides after a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmap.measures.control.watching import find_watching
from procmap.procedures import Group

if TYPE_CHECKING:
    from procmap.measures.control.checks import Check
    from procmap.measures.measuring import Measures


def decided_later(measures: Measures, check: Check) -> float:
    """Share of the closed cases with a passed check in which another approval or decision follows the last of them.

    Cases that end in a refusal directly after the check are left out: there was nothing left to decide.
    """
    wanted = measures.vocabulary.group(Group.DECIDING)
    watching = find_watching(measures)  # they come too late to decide
    deciding = [
        code
        for code, found in enumerate(measures.classes)
        if found & wanted and code not in check.activities and measures.decides(code) and code not in watching
    ]
    mine = ", ".join(str(code) for code in check.activities)
    others = ", ".join(str(code) for code in deciding) or "-1"
    passed, followed = measures.log.engine.rows(
        f"""with last as (
              select case_id, max(k) as k from verdict join case_ using (case_id)
              where closed and activity = {check.activities[0]} group by case_id
              having not bool_or(refused)),
            later as (
              select distinct e.case_id from event e join last l on l.case_id = e.case_id and e.k > l.k
              where e.activity in ({others}) and e.activity not in ({mine}))
            select count(*), count(t.case_id) from last l left join later t using (case_id)""",
    )[0]
    return followed / passed if passed else 0.0


def decided_after(measures: Measures, activity: int, least: float) -> float:
    """Share of the closed cases with a step in which an approval, a decision or an effective check follows the last of them.

    A check is effective where it refuses at least the share `least`; a refused file counts as decided.
    """
    wanted = measures.vocabulary.group(Group.DECIDING)
    deciding = {code for code, found in enumerate(measures.classes) if found & wanted and measures.decides(code)}
    deciding |= {code for c in measures.checks if c.refused >= least * c.of for code in c.activities}
    others = ", ".join(str(code) for code in sorted(deciding - {activity})) or "-1"
    passed, followed = measures.log.engine.rows(
        f"""with last as (
              select case_id, max(k) as k from event join case_ using (case_id)
              where closed and activity = {int(activity)} group by case_id),
            later as (
              select distinct e.case_id from event e join last l on l.case_id = e.case_id and e.k > l.k
              where e.activity in ({others}) or e.activity in (select activity from negative_activity))
            select count(*), count(t.case_id) from last l left join later t using (case_id)""",
    )[0]
    return followed / passed if passed else 0.0
