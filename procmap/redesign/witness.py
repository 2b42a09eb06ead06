"""One real case told step by step: the closed case of the middle duration, as it ran and as the accepted plan leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from procmap.findings import Finding, Move, Parallelise
from procmap.log.calendar import DAY, HOUR
from procmap.measures import Measures
from procmap.redesign.after import gained_by
from procmap.redesign.gains import Redesign, Run

HARDLY, LIKE = HOUR / DAY, 0.1
"""Days, and share of what the case gains, by which the dates of the replay may differ from the gain and still be told: gains are
held together to what the steps save."""

USUAL_GROUP = 5
"""Where only larger groups than this may be described, the procedure deals with the lives of people: no case is named or dated."""

MIDDLE = """
select case_id, arrival, finish from case_ where closed and arrival is not null
order by abs(finish - arrival - (select quantile_disc(finish - arrival, 0.5) from case_ where closed)), case_id limit 1
"""
"""The closed case whose duration is the median, or nearest to it; of several the one that came first."""


@dataclass(frozen=True)
class WitnessStep:
    """One step of the case; moments are microseconds of local time, waits calendar days.

    Attributes:
        activity: The label of the log; None for what is recorded after the last step.
        role: Who did it, None where the log names no role.
        at: When it was completed; None where its date is implausible.
        wait: Time since the completion before it, or since the case came in.
        gone: Whether it no longer takes place.
        at_after, wait_after: The same with the plan; None where it is gone or the replay does not date it.
    """

    activity: str | None
    role: str | None
    at: int | None
    wait: float | None
    gone: bool = False
    at_after: int | None = None
    wait_after: float | None = None


@dataclass(frozen=True)
class Witness:
    """The case.

    Attributes:
        name: Its number as the log writes it, or what stands in for a name; None where no case may be named.
        arrival: When it came in, microseconds of local time.
        days: What it takes, calendar days.
        planned: Whether the plan accepts anything.
        days_after: What it takes with the plan; None where that was simulated, which says nothing of a single case, or where the
            dates of the replay are not what the plan is said to bring.
        steps: In the order of the case.
    """

    name: str | None
    arrival: int
    days: float
    planned: bool
    days_after: float | None
    steps: tuple[WitnessStep, ...]


def find_witness(measures: Measures, redesign: Redesign, run: Run, accepted: Sequence[Finding]) -> Witness | None:
    """The witness; None where no case is closed."""
    engine, log = measures.log.engine, measures.log
    found = engine.rows(MIDDLE)
    if not found:
        return None
    case, arrival, finish = found[0]
    rows = engine.rows("select k, activity, role, time, office is not null from event where case_id = ? order by k", [case])
    steps = [
        WitnessStep(log.activities[activity], None if role is None else log.roles[role], time if plausible else None, None)
        for _, activity, role, time, plausible in rows
    ]
    steps = _waited(steps, arrival, finish)
    # people who look for one case in a log of health or of staff would find whose it is
    name = log.case_names([case])[0] if measures.procedure.smallest_group <= USUAL_GROUP else None
    days = (finish - arrival) / DAY
    if not accepted:
        return Witness(name, arrival, days, planned=False, days_after=None, steps=tuple(steps))
    gained = gained_by(redesign, run.outcome, accepted)
    less = float(gained.days[case])
    steps = _replayed(steps, redesign, run, case, arrival)
    ends = [step.at_after for step in steps if step.at_after is not None]
    left = (max(ends) - arrival) / DAY if ends else 0.0
    told = bool(ends) and not gained.simulated and _in_turn(steps, accepted)
    if told and abs(left - (days - less)) <= max(HARDLY, LIKE * less):
        return Witness(name, arrival, days, planned=True, days_after=left, steps=tuple(steps))
    steps = [replace(step, at_after=None, wait_after=None) for step in steps]
    return Witness(name, arrival, days, planned=True, days_after=None, steps=tuple(steps))


def _in_turn(steps: Sequence[WitnessStep], accepted: Sequence[Finding]) -> bool:
    """Whether the replay leaves the steps in their order, but for those that the plan moves or sets beside one another.

    Where it lets another step overtake one that has a date of its own, nobody would believe it of a single case.
    """
    free = {label for f in accepted if isinstance(f.prudent, Move | Parallelise) for label in f.prudent.activities}
    held = [step.at_after for step in steps if step.at_after is not None and step.activity not in free]
    return held == sorted(held)


def _waited(steps: Sequence[WitnessStep], arrival: int, finish: int) -> list[WitnessStep]:
    """The steps with the time that ends in each, and what is recorded after the last one."""
    since, found = arrival, []
    for step in steps:
        found.append(step if step.at is None else replace(step, wait=max(step.at - since, 0) / DAY))
        since = since if step.at is None else step.at
    return [*found, WitnessStep(None, None, finish, (finish - since) / DAY)] if finish > since else found


def _replayed(steps: Sequence[WitnessStep], redesign: Redesign, run: Run, case: int, arrival: int) -> list[WitnessStep]:
    """The steps as the replay has them; what is recorded after the last one stays as long after it as it was."""
    traces, change = redesign.traces, run.change
    first = int(traces.first[case])
    rank = traces.rank if change.rank is None else change.rank
    takes_place = [step.activity is not None and not change.dropped[first + place] for place, step in enumerate(steps)]
    kept = {place: int(run.time[first + place]) for place, step in enumerate(steps) if takes_place[place] and step.at is not None}
    waits, since = {}, arrival
    for place in sorted(kept, key=lambda place: (kept[place], int(rank[first + place]))):
        waits[place] = max(kept[place] - since, 0) / DAY
        since = max(since, kept[place])
    found = []
    for place, step in enumerate(steps):
        if step.activity is None:
            found.append(replace(step, at_after=since + round((step.wait or 0.0) * DAY), wait_after=step.wait))
        elif place in kept:
            found.append(replace(step, at_after=kept[place], wait_after=waits[place]))
        else:
            found.append(replace(step, gone=bool(change.dropped[first + place])))
    return found
