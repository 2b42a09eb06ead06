"""Delays that a text imposes between two steps, as terms that nothing done sooner shortens."""

from __future__ import annotations

from dataclasses import replace

from procmap.procedures.packs.types import Constraint
from procmap.procedures.packs.vocabulary import Clock, Rule
from procmap.procedures.procedure import Procedure
from procmap.procedures.steps_table import Said, Steps

LONGER = {Clock.CALENDAR: 1.0, Clock.OFFICE: 7 / 5, Clock.WORKING: 7 / 6, Clock.CLEAR: 1.0, Clock.MONTHS: 365 / 12}
"""Calendar days of one unit of a clock, in the mean."""


def with_delays(steps: Steps, procedure: Procedure) -> Steps:
    """What is said of steps, with the least delays of the pack; what the analyst says of a term stays.

    A delay that holds under a condition only is taken to hold: where it does not, the gain was larger than told.

    Args:
        steps: The table [steps] of procmap.toml.
        procedure: Of the log.
    """
    found = dict(steps)
    for rule in procedure.pack.constraints if procedure.pack else ():
        if rule.rule == Rule.MIN_DELAY and rule.by.by_law and any(map(procedure.labels_of, rule.first)):
            for label in (label for step in rule.then for label in procedure.labels_of(step)):
                found[label] = replace(found.get(label, Said()), term_days=_longer(found, label, steps, _days(rule)))
    return tuple(sorted(found.items()))


def _longer(found: dict[str, Said], label: str, steps: Steps, days: float) -> float:
    own = dict(steps).get(label, Said()).term_days
    return own if own is not None else max(days, found.get(label, Said()).term_days or 0.0)


def _days(rule: Constraint) -> float:
    """Calendar days; of clear days, the day of the act and that of the end count beside them."""
    assert rule.days is not None
    assert rule.clock is not None
    return rule.days * LONGER[rule.clock] + (rule.clock == Clock.CLEAR)
