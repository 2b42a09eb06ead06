"""What a simulation says that a change brings, held against what a replay says; from a sample of the cases to all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from procmap.findings import Edit, Indicative
from procmap.log.calendar import DAY, HOUR
from procmap.redesign.outcomes import Outcome, net
from procmap.redesign.replay import Change
from procmap.redesign.simulation.simulation import Simulation, only_lightens

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

BEYOND = 1.5
"""Up to this many times the time saved in the steps that it touches a change may gain, where it relieves busy people."""


def simulated_gain(
    simulation: Simulation, edits: Sequence[Edit], change: Change, replayed: Outcome, limit: Outcome, terms: Mapping[int, int]
) -> Outcome:
    """What edits bring, where a replay is known to be wrong; marked where the simulation does not run the present well enough.

    Args:
        simulation: Of all cases, or of a sample of them.
        edits: The changes.
        change: What they do to single events of the log.
        replayed: What a replay says they bring; of cases that do not count nothing.
        limit: What is saved in the steps themselves; the same.
        terms: As `terms.within_terms` takes them.
    """
    sample = simulation.sample
    mine = change if sample is None else sample.change(change)
    if not simulation.admits(edits, mine):
        return replayed
    if not simulation.runs(edits):
        return replace(replayed, indicative=Indicative.MODEL)
    if sample is None:
        return _run(simulation, edits, mine, replayed, limit, terms)
    own, most = (_counted(one, sample.cases, sample.counted) for one in (replayed, limit))
    return _of_all(replayed, limit, own, _run(simulation, edits, mine, own, most, terms), int(sample.counted.sum()))


def _counted(outcome: Outcome, cases: Array, counted: Array) -> Outcome:
    """The outcome of some cases; nothing of those that do not count."""
    return Outcome(outcome.hours[cases] * counted, outcome.days[cases] * counted)


def _run(
    simulation: Simulation, edits: Sequence[Edit], change: Change, replayed: Outcome, limit: Outcome, terms: Mapping[int, int]
) -> Outcome:
    gained, own = simulation.gained(edits, terms), float(limit.hours.sum())
    # people set free spare the cases no more than what these wait for people
    beyond = min(BEYOND, 1 + simulation.queued(change) / HOUR / own) if own > 0 else 1.0
    hours = net(gained[0] / HOUR, beyond * limit.hours)
    days = net(gained[1] / DAY, beyond * limit.days, hours > 0)
    relieves, unseen = bool(hours.sum() > limit.hours.sum()), simulation.log.profile.cut is not None
    simulated = Outcome(hours, days, simulated=True, relieves=relieves, unseen=unseen)
    return _reconciled(edits, replayed, simulated)


def _reconciled(edits: Sequence[Edit], replayed: Outcome, simulated: Outcome) -> Outcome:
    """Of the two figures the one to be told.

    Work that is taken away, or a wait, never takes time from others: where the simulation says less than the replay, which
    leaves every other wait as it was, the order in which people's hours were found is the reason. Of how people are shared it
    says too little, as it takes for a delay what was a wait for people, and a replay that says more says too much: the truth
    is looked for between them.
    """
    if simulated.hours.sum() >= replayed.hours.sum():
        return simulated
    if only_lightens(edits):
        return replace(replayed, other=simulated)
    parts = [(getattr(simulated, name), getattr(replayed, name)) for name in ("hours", "days")]
    hours, days = (one * ((one.sum() + two.sum()) / 2 / one.sum()) if one.sum() > 0 else two / 2 for one, two in parts)
    return replace(simulated, hours=hours, days=days, other=replayed)


def _of_all(replayed: Outcome, limit: Outcome, own: Outcome, told: Outcome, counted: int) -> Outcome:
    """The outcome of all cases: what a replay says, as many times over as the simulation says in the sample.

    Args:
        replayed: Of all cases.
        limit: What is saved in the steps themselves, of all cases.
        own: What a replay says of the sample's cases.
        told: What is told of them.
        counted: How many of them count.
    """
    if own.hours.sum() <= 0 or own.days.sum() <= 0:
        return replace(replayed, indicative=Indicative.SIZE)
    beyond = BEYOND if told.relieves else 1.0

    def scaled(part: Outcome) -> Outcome:
        hours, days = (
            net(getattr(replayed, name) * (getattr(part, name).sum() / getattr(own, name).sum()), beyond * getattr(limit, name))
            for name in ("hours", "days")
        )
        return Outcome(hours, days)

    found = scaled(told)
    other = None if told.other is None else scaled(told.other)
    return replace(told, hours=found.hours, days=found.days, other=other, sampled=counted)
