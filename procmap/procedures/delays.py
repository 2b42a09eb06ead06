"""Delays that a text imposes between two steps, as terms that nothing done sooner shortens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from procmap.procedures.packs.legal import citation
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

    @property
    def days(self) -> float:
        """Calendar days; of clear days, the day of the act and that of the end count beside them."""
        return self.units * LONGER[self.clock] + (self.clock == Clock.CLEAR)


def legal_delays(steps: Steps, procedure: Procedure) -> tuple[Delay, ...]:
    """The delays of the pack before steps of the log, by label, the longest of each; none where the analyst says a term."""
    said, found = dict(steps), dict[str, Delay]()
    for delay in _imposed(procedure):
        own = said.get(delay.label, Said()).term_days
        if own is None and (delay.label not in found or delay.days > found[delay.label].days):
            found[delay.label] = delay
    return tuple(found[label] for label in sorted(found))


def with_delays(steps: Steps, procedure: Procedure) -> Steps:
    """What is said of steps, with the least delays of the pack; what the analyst says of a term stays.

    A delay that holds under a condition only is taken to hold: where it does not, the gain was larger than told.

    Args:
        steps: The table [steps] of procmap.toml.
        procedure: Of the log.
    """
    found = dict(steps)
    for delay in legal_delays(steps, procedure):
        said = found.get(delay.label, Said())
        found[delay.label] = replace(said, term_days=delay.days, term_after=delay.after)
    return tuple(sorted(found.items()))


def _imposed(procedure: Procedure) -> Iterator[Delay]:
    """The delays that a text imposes between steps of the log, one for each label that must wait."""
    pack = procedure.pack
    for rule in pack.constraints if pack else ():
        after = tuple(name for step in rule.first for name in procedure.labels_of(step))
        if pack and rule.rule == Rule.MIN_DELAY and rule.by.by_law and after:
            assert rule.days is not None
            assert rule.clock is not None
            for label in (label for step in rule.then for label in procedure.labels_of(step)):
                yield Delay(label, after, rule.days, rule.clock, citation(pack.basis(rule.basis)))
