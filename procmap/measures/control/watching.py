"""Checks that watch over what was decided: the decision has taken effect, and neither it nor its effect waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmap.measures.kinds.moments import listed
from procmap.procedures import Group, StepClass

if TYPE_CHECKING:
    from procmap.measures.measuring import Measures

AFTER, LAST = 0.95, 0.9
"""Share of a check's instances that come after a decision was told or paid, and that nothing follows that decides or has effect."""


def find_watching(measures: Measures) -> frozenset[int]:
    """Checks that come after the effect of a decision, and after which nothing is decided, told or paid."""
    engine = measures.log.engine
    if not engine.has("watching"):
        _store(measures)
    return frozenset(code for (code,) in engine.rows("select activity from watching"))


def _store(measures: Measures) -> None:
    group = measures.vocabulary.group
    classes = measures.classes
    effects = [code for code, found in enumerate(classes) if found & group(Group.EFFECT) and not found & group(Group.NO_EFFECT)]
    deciding = [code for code, found in enumerate(classes) if found & group(Group.DECIDING) and measures.decides(code)]
    decisions = [code for code, found in enumerate(classes) if StepClass.DECISION in found]
    checks = [code for code, found in enumerate(classes) if StepClass.CHECK in found and code not in {*effects, *decisions}]
    measures.log.engine.table(
        "watching",
        f"""with decided as (
              select case_id, min(k) as k from event where activity in ({listed(deciding)}) group by case_id),
            took_effect as (
              select e.case_id, min(e.k) as k from event e join decided d on d.case_id = e.case_id and e.k > d.k
              where e.activity in ({listed(effects)}) group by e.case_id),
            settled as (
              select case_id, max(k) as k from event where activity in ({listed([*effects, *decisions])}) group by case_id)
            select e.activity
            from event e left join took_effect t on t.case_id = e.case_id left join settled s on s.case_id = e.case_id
            where e.activity in ({listed(checks)})
            group by e.activity
            having avg(case when e.k > t.k then 1 else 0 end) >= {AFTER}
               and avg(case when e.k > s.k then 1 else 0 end) >= {LAST}""",
    )
