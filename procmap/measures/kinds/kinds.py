"""The kind of each activity: what the analyst says, else what the log proves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from procmap.log import EventLog
from procmap.log.kind import ASIDE, UNWILLED, Kind
from procmap.measures.kinds.dated import find_mass_edits, find_timers
from procmap.measures.kinds.moments import Moments, find_instants, find_moments, find_records
from procmap.measures.kinds.repeating import find_repeated
from procmap.measures.time.due_since import find_due_since
from procmap.measures.time.fixed_dates import find_fixed_dates
from procmap.procedures.states import is_state

STATES = 0.8
"""Share of the events whose labels are bare states, from which a log tells nothing but states."""

KNOWN = 0.5
"""Share of an activity's instances with a name or a role from which somebody does it."""


@dataclass(frozen=True)
class Kinds:
    """What the activities are.

    Attributes:
        found: The kind of each activity code; None where the log does not tell.
        fixed_dates: Activities whose date does not follow from what precedes them.
        aside: Those that stand beside the way of a case.
        due_since: For activities that fall due a while after an earlier one of the case, the earlier one, by code.
    """

    found: tuple[Kind | None, ...]
    fixed_dates: frozenset[int]
    aside: frozenset[int]
    due_since: Mapping[int, int] = field(default_factory=dict)

    def unwilled(self, code: int) -> bool:
        """Whether nobody of the house does the activity when it can be done."""
        return self.found[code] in UNWILLED

    def among(self, kinds: frozenset[Kind]) -> frozenset[int]:
        """The activities of some kinds."""
        return frozenset(code for code, kind in enumerate(self.found) if kind in kinds)


def find_kinds(log: EventLog, said: Mapping[str, Kind]) -> Kinds:
    """The kinds of all activities.

    Args:
        log: The log, every row of it.
        said: What the analyst says, by label.
    """
    moments = find_moments(log)
    dates = find_fixed_dates(log)
    found: dict[int, Kind] = {m.activity: Kind.WORK for m in moments if _by_somebody(m)}
    edits, instants, records = find_mass_edits(log, moments), find_instants(log, moments), find_records(moments)
    measured, clocked = find_repeated(log, moments, edits | instants | records)
    for codes, kind in (
        (measured, Kind.MEASUREMENT),
        (edits, Kind.MASS_EDIT),
        (instants, Kind.INSTANT),
        (records, Kind.RECORD),
        (dates.set_before, Kind.APPOINTMENT),
        (clocked | find_timers(log, moments), Kind.TIMER),
        (_states(log, moments), Kind.STATUS),
    ):
        found |= dict.fromkeys(codes, kind)
    found |= {code: said[label] for code, label in enumerate(log.activities) if label in said}
    fixed = dates.set_before | dates.due
    fixed -= {code for code, label in enumerate(log.activities) if said.get(label, Kind.APPOINTMENT) is not Kind.APPOINTMENT}
    fixed |= {code for code, kind in found.items() if kind is Kind.APPOINTMENT}
    told = fixed | {code for code, label in enumerate(log.activities) if label in said}
    kinds = tuple(map(found.get, range(len(log.activities))))
    return Kinds(kinds, frozenset(fixed), _aside(found, len(log.activities)), find_due_since(log, told))


def _by_somebody(m: Moments) -> bool:
    return m.is_work or max(m.by_somebody, m.in_a_role) >= KNOWN * m.instances


def _states(log: EventLog, moments: tuple[Moments, ...]) -> set[int]:
    states = {code for code, label in enumerate(log.activities) if is_state(label)}
    told = sum(m.instances for m in moments if m.activity in states)
    return states if told >= STATES * sum(m.instances for m in moments) else set()


def _aside(found: Mapping[int, Kind], activities: int) -> frozenset[int]:
    """What stands aside, as long as something is left that has a way: a log of states alone has no other."""
    aside = frozenset(code for code, kind in found.items() if kind in ASIDE)
    return aside if activities - len(aside) > 1 else frozenset()
