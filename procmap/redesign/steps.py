"""Every step as it runs and as the accepted plan leaves it, on the closed cases.

A step that no accepted change touches keeps its durations, whatever a session, a night or the join of two paths make of them in
the replay. So does one of which a change only takes instances away: a sample says nothing of how long those left take. Other
durations come only from a change that sets another pace, and from an amount below which the step no longer takes place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from procmap.findings import Answer, Assign, Capacity, Condition, Edit, Finding, SetPeriod
from procmap.log.calendar import DAY, HOUR
from procmap.log.kind import Kind
from procmap.measures.figures import ActivityFigures, ProcessFigures
from procmap.measures.kinds.kinds import Kinds
from procmap.redesign.gains import Redesign, Run
from procmap.redesign.step_times import StepFigures, Waits

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

PACED = (SetPeriod, Assign, Capacity, Answer)
"""The edits that set another pace; under the others an instance takes place as it did, or not at all."""


def lasts_otherwise(edit: Edit) -> bool:
    """Whether the instances that an edit leaves take another time than all did."""
    return isinstance(edit, PACED) or (isinstance(edit, Condition) and edit.minimum is not None)

@dataclass(frozen=True)
class Step:
    """An activity before and after the accepted changes.

    Attributes:
        activity: The label of the log.
        role: The role that does it most often, None where the log names none.
        kind: What its rows are, None where the log does not tell.
        start_known: Share of its instances that have a start time.
        touched_by: Identities of the accepted findings whose change touches it.
        before: As it runs.
        floor_days: The smallest wait that the log shows, None where no time ends in the step.
        share_of_time: Share of all elapsed calendar time of the closed cases that ends in it; what is waited for by parallel
            steps at once counts for each of them.
        after: As the plan leaves it, None where it no longer takes place.
    """

    activity: str
    role: str | None
    kind: Kind | None
    start_known: float
    touched_by: tuple[str, ...]
    before: StepFigures
    floor_days: float | None
    share_of_time: float
    after: StepFigures | None


def find_steps(
    redesign: Redesign, run: Run, accepted: Sequence[Finding], figures: ProcessFigures, kinds: Kinds
) -> tuple[Step, ...]:
    """The steps in the order of `figures`.

    Args:
        redesign: The cases that were replayed.
        run: The replay of the accepted changes.
        accepted: The findings whose prudent change was replayed.
        figures: Of the log as it runs.
        kinds: Of the activities, by code.
    """
    codes = {label: code for code, label in enumerate(redesign.log.activities)}
    waits, changed = Waits.observed(redesign), run.change.sojourn != redesign.traces.sojourn
    touched = _touched(redesign, run, accepted, changed)
    other = {label for label, edits in touched.items() if any(map(lasts_otherwise, edits.values()))}
    after = waits.replayed(redesign, run, [codes[label] for label in sorted(other)], changed)
    starts, beside = _starts(redesign), _beside(redesign)
    found = []
    for shown in figures.activities:
        code, label = codes[shown.activity], shown.activity
        if code in beside:
            known, only = starts.get(code, 0.0), beside[code]
            found.append(Step(label, shown.role, kinds.found[code], known, (), only, None, 0.0, only))
            continue
        before, left = waits.figures(code), after.figures(code)
        floor = waits.floor(waits.time, code, DAY)
        kept = _not_below(floor, left, waits, code) if label in other else _as_before(before, left)
        known, by = starts.get(code, 0.0), tuple(touched.get(label, ()))
        gone = before.instances > 0 and not left.instances
        kind, share = kinds.found[code], waits.share(code)
        found.append(Step(label, shown.role, kind, known, by, before, floor, share, None if gone else kept))
    return tuple(found)


def touched_by(redesign: Redesign, run: Run, accepted: Sequence[Finding]) -> frozenset[str]:
    """The steps that some changes touch, as `find_steps` tells it: what stands beside the way of the cases is none."""
    on_the_way = {redesign.log.activities[code] for code in set(redesign.traces.activity.tolist())}
    changed = run.change.sojourn != redesign.traces.sojourn
    return frozenset(_touched(redesign, run, accepted, changed)) & on_the_way


def with_durations(figures: ProcessFigures, found: Mapping[str, StepFigures | None]) -> ProcessFigures:
    """The figures with the durations of the steps, so that pictures and pages show what findings.json holds."""

    def told(activity: ActivityFigures) -> ActivityFigures:
        step = found.get(activity.activity)
        hours, days = (step.median_office_hours, step.median_days) if step else (None, None)
        return replace(activity, sojourn_hours=hours, sojourn_days=days)

    return replace(figures, activities=tuple(told(activity) for activity in figures.activities))


def _as_before(before: StepFigures, left: StepFigures) -> StepFigures:
    """The durations stay; only the counts fall, where instances or whole cases are spared."""
    return replace(left, median_office_hours=before.median_office_hours, median_days=before.median_days)


def _not_below(floor: float | None, left: StepFigures, waits: Waits, code: int) -> StepFigures:
    """A probable term stays whatever is changed."""
    if floor is None or left.median_days is None or left.median_days >= floor or not waits.walled(code):
        return left
    hours = waits.floor(waits.office, code, HOUR) or 0.0
    return replace(left, median_office_hours=max(left.median_office_hours or 0.0, hours), median_days=floor)


def _touched(
    redesign: Redesign, run: Run, accepted: Sequence[Finding], changed: Array
) -> dict[str, dict[str, Edit]]:
    """For each activity the accepted findings whose change touches it, with that change.

    One more person in a role also helps with the steps of the role that the finding does not name.
    """
    import numpy as np

    found: dict[str, dict[str, Edit]] = {}
    for finding in accepted:
        if finding.prudent is not None:
            for label in finding.prudent.activities:
                found.setdefault(label, {})[finding.identity] = finding.prudent
    helped = np.unique(redesign.traces.activity[changed & ~run.change.dropped])
    for label in (redesign.log.activities[code] for code in helped):
        if label not in found:
            more = {f.identity: f.prudent for f in accepted if isinstance(f.prudent, Capacity)}
            found |= {label: dict(more)} if more else {}
    return found


def _starts(redesign: Redesign) -> dict[int, float]:
    """For each activity the share of its instances in closed cases that have a start time."""
    found = redesign.log.engine.rows(
        "select activity, count(start), count(*) from recorded join case_ using (case_id) where closed group by activity"
    )
    return {activity: known / times for activity, known, times in found}


def _beside(redesign: Redesign) -> dict[int, StepFigures]:
    """What stands beside the way of the cases, by activity code: no time ends in it, and no change touches it."""
    found = redesign.log.engine.rows(
        """select activity, count(distinct case_id), count(*) from recorded join case_ using (case_id) where closed
           and activity not in (select activity from event) group by activity"""
    )
    return {activity: StepFigures(cases, times, None, None) for activity, cases, times in found}
