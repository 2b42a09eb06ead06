"""Whether what a finding says holds on either side of the week at which the procedure changed for good.

A step that is hardly done any more since then is a matter of the past: the finding becomes a question. One that is done only since
then, or whose refusals are no longer as rare on one side, holds for a part of the log: it is weak.
"""

from __future__ import annotations

from procmap.findings import Finding, GuardAnswer
from procmap.measures import Measures
from procmap.measures.time.drift import STRETCH, WEEKS, Drift
from procmap.statistics import clopper_pearson_lower, clopper_pearson_upper

GONE = 0.2
"""Share of its frequency on one side of the break below which (by its upper bound) a step is no longer done on the other."""

ENOUGH_WEEKS = 2 * STRETCH * WEEKS
"""Weeks of arrival below which no break can be seen."""

Sides = tuple[tuple[int, int], tuple[int, int]]
"""(count, of) before the break, then after it."""


def in_both_periods(measures: Measures, finding: Finding, codes: tuple[int, ...]) -> GuardAnswer:
    """What the break of the log, if there is one, leaves of the finding."""
    drift = measures.drift
    if drift is None:
        return GuardAnswer.PASSED if measures.log.profile.weeks >= ENOUGH_WEEKS else GuardAnswer.NOT_ASKED
    steps = [_cases(measures, drift, code) for code in codes]
    if any(_gone(after, before) for before, after in steps):
        return GuardAnswer.FAILED
    refused = _refused(measures, drift, finding, codes)
    if refused is not None and _above(refused[1], finding.evidence.upper):
        return GuardAnswer.FAILED
    one_sided = any(_gone(before, after) for before, after in steps)
    return GuardAnswer.WEAK if one_sided or (refused and _above(refused[0], finding.evidence.upper)) else GuardAnswer.PASSED


def _gone(here: tuple[int, int], there: tuple[int, int]) -> bool:
    """Whether a step is no longer done here as it is there."""
    return bool(here[1] and there[0]) and clopper_pearson_upper(*here) < GONE * there[0] / there[1]


def _above(side: tuple[int, int], bound: float | None) -> bool:
    return bound is not None and side[1] > 0 and clopper_pearson_lower(*side) > bound


def _cases(measures: Measures, drift: Drift, code: int) -> Sides:
    """The closed cases with the step, of the closed cases."""
    return _sides(
        measures,
        f"""select c.week >= {drift.week} as late, count(*) filter (where s.case_id is not null) as n, count(*) as total
            from case_ c left join (select distinct case_id from event where activity = {int(code)}) s using (case_id)
            where c.closed group by late""",
    )


def _refused(measures: Measures, drift: Drift, finding: Finding, codes: tuple[int, ...]) -> Sides | None:
    """Refusals, of the instances of the checks of the finding; None where its evidence does not count them."""
    checks = [check for check in measures.checks if set(check.activities) <= set(codes)]
    if not checks or sum(check.refused for check in checks) != finding.evidence.count:
        return None
    mine = ", ".join(str(code) for check in checks for code in check.activities)
    return _sides(
        measures,
        f"""select c.week >= {drift.week} as late, count(*) filter (where v.refused) as n, count(*) as total
            from verdict v join case_ c using (case_id) where c.closed and v.activity in ({mine}) group by late""",
    )


def _sides(measures: Measures, sql: str) -> Sides:
    found = {bool(late): (int(n), int(total)) for late, n, total in measures.log.engine.rows(sql)}
    return found.get(False, (0, 0)), found.get(True, (0, 0))
