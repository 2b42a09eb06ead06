"""What each service does and how long its steps take, before and after, a few small ones taken together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from procmap.measures.figures import ProcessFigures
from procmap.report.audit import Audit


class Measure(StrEnum):
    """What is told of a service, each a mean per case."""

    PASSAGES = "passages"
    RECEIVED = "received"
    DAYS = "days"


@dataclass(frozen=True)
class Pair:
    """A figure before and after."""

    before: float
    after: float

    def __add__(self, other: Pair) -> Pair:
        return Pair(self.before + other.before, self.after + other.after)


NOTHING = Pair(0.0, 0.0)


class Together(StrEnum):
    """Rows that are no single service."""

    OTHERS = "others"
    UNNAMED = "unnamed"


@dataclass(frozen=True)
class ServiceRow:
    """One service, or several together.

    Attributes:
        name: The role of the log, or what the row stands for.
        figures: Of each measure; an unnamed service has only days.
    """

    name: str | Together
    figures: Mapping[Measure, Pair]


def kept_roles(figures: ProcessFigures, most: int) -> tuple[str, ...]:
    """The roles that have a row of their own: all, or those with most passages, so that the others together make one row more."""
    return tuple(one.role for one in figures.services[:most])


def service_rows(audit: Audit, most: int) -> list[ServiceRow]:
    """The rows, the service with most passages first; empty where the log names none.

    Args:
        audit: What is shown.
        most: Roles beyond which the others are summed.
    """
    if not audit.before.services:
        return []
    counts, days = _counts(audit), _days(audit)
    kept = kept_roles(audit.before, most)
    rows = [_row(role, counts, days, (role,)) for role in kept]
    others = tuple(sorted(({role for role, _ in counts} | {role for role in days if role is not None}) - set(kept)))
    rows += [_row(Together.OTHERS, counts, days, others)] if others else []
    if days.get(None, NOTHING) != NOTHING:
        rows.append(ServiceRow(Together.UNNAMED, {Measure.DAYS: days[None]}))
    return rows


def _row(
    name: str | Together, counts: Mapping[tuple[str, Measure], Pair], days: Mapping[str | None, Pair], roles: tuple[str, ...]
) -> ServiceRow:
    counted = (Measure.PASSAGES, Measure.RECEIVED)
    figures = {measure: sum((counts.get((role, measure), NOTHING) for role in roles), NOTHING) for measure in counted}
    return ServiceRow(name, {**figures, Measure.DAYS: sum((days.get(role, NOTHING) for role in roles), NOTHING)})


def _counts(audit: Audit) -> dict[tuple[str, Measure], Pair]:
    """Passages and handovers received per case, of every role that has any before or after."""
    found: dict[tuple[str, Measure], Pair] = {}
    then = {one.role: one for one in audit.after.services}
    for one in audit.before.services:
        after = then.get(one.role)
        for measure in (Measure.PASSAGES, Measure.RECEIVED):
            now, left = getattr(one, measure), getattr(after, measure) if after else 0
            found[one.role, measure] = Pair(now / audit.before.cases, left / audit.after.cases)
    return found


def _days(audit: Audit) -> dict[str | None, Pair]:
    """Calendar days per closed case that end in the steps of each role; None where no role is named, or after the last step."""
    mean = audit.before.cycle_time.mean_days
    found: dict[str | None, Pair] = defaultdict(lambda: NOTHING)
    for row in audit.time:
        found[row.role] += Pair(row.share * mean, row.after_share * mean)
    return dict(found)
