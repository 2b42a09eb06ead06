"""Delays that a text imposes between two steps, as terms that nothing done sooner shortens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from procmap.procedures.packs.legal import citation
from procmap.procedures.packs.types import Constraint
from procmap.procedures.packs.vocabulary import Clock, Rule
from procmap.procedures.procedure import Procedure
from procmap.procedures.steps_table import Said, Steps

LONGER = {Clock.CALENDAR: 1.0, Clock.OFFICE: 7 / 5, Clock.WORKING: 7 / 6, Clock.CLEAR: 1.0, Clock.MONTHS: 365 / 12}
"""Calendar days of one unit of a clock, in the mean."""


@dataclass(frozen=True)
class Delay:
    """A delay that a text imposes before a step.

    Attributes:
        label: Of the step.
        after: Labels of what starts the delay.
        units: How many of the clock, at least.
        basis: The texts.
    """

    label: str
    after: tuple[str, ...]
    units: int
    clock: Clock
    basis: str


def legal_delays(steps: Steps, procedure: Procedure) -> tuple[Delay, ...]:
    """The delays of the pack before steps of the log, by label, the longest of each; none where the analyst says a term."""
    said = dict(steps)
    found: dict[str, tuple[float, Delay]] = {}
    for rule, label in _imposed(procedure):
        own = said.get(label, Said()).term_days
        pack, days = procedure.pack, _days(rule)
        if pack and own is None and days > found.get(label, (0.0, None))[0]:
            assert rule.days is not None
            assert rule.clock is not None
            found[label] = days, Delay(label, _after(rule, procedure), rule.days, rule.clock, citation(pack.basis(rule.basis)))
    return tuple(found[label][1] for label in sorted(found))


def with_delays(steps: Steps, procedure: Procedure) -> Steps:
    """What is said of steps, with the least delays of the pack; what the analyst says of a term stays.

    A delay that holds under a condition only is taken to hold: where it does not, the gain was larger than told.

    Args:
        steps: The table [steps] of procmap.toml.
        procedure: Of the log.
    """
    found = dict(steps)
    for rule, label in _imposed(procedure):
        said, days = found.get(label, Said()), _days(rule)
        own = dict(steps).get(label, Said()).term_days
        if own is None and days > (said.term_days or 0.0):
            found[label] = replace(said, term_days=days, term_after=_after(rule, procedure))
    return tuple(sorted(found.items()))


def _imposed(procedure: Procedure) -> Iterator[tuple[Constraint, str]]:
    """The delays that a text imposes between steps of the log, each with a label that must wait."""
    for rule in procedure.pack.constraints if procedure.pack else ():
        if rule.rule == Rule.MIN_DELAY and rule.by.by_law and any(map(procedure.labels_of, rule.first)):
            yield from ((rule, label) for step in rule.then for label in procedure.labels_of(step))


def _after(rule: Constraint, procedure: Procedure) -> tuple[str, ...]:
    return tuple(name for step in rule.first for name in procedure.labels_of(step))


def _days(rule: Constraint) -> float:
    """Calendar days; of clear days, the day of the act and that of the end count beside them."""
    assert rule.days is not None
    assert rule.clock is not None
    return rule.days * LONGER[rule.clock] + (rule.clock == Clock.CLEAR)
