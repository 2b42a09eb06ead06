"""What became of the deadlines that the procedure pack sets, case by case.

Only cases whose term is over when the log ends are looked at, as in deadlines.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from procmap.detectors.pack_rules import Shown, Tally, events, shown
from procmap.detectors.waiting.deadline_breach.due_days import NONE, due_days
from procmap.engine.duckdb_engine import sql_of
from procmap.language.words import Bilingual
from procmap.log import ByPart
from procmap.log.calendar import DAY, EPOCH, day_sql
from procmap.measures import Measures
from procmap.procedures.packs.types import Deadline

EXPECTED = 0.9
"""Share of the closed cases that take the last step, from which an open case without it is late: others may never need it."""

MARGIN = 800
"""Days beyond the log up to which public holidays count: a term may end later."""


@dataclass(frozen=True)
class Term:
    """A deadline of the pack on steps that the log shows.

    Attributes:
        deadline: Of the pack.
        starts: The steps that it runs from, those that the log shows.
        unseen: Those that it never shows.
        end: The step that meets it.
        at, until, before: Of its pause, where the log shows them.
    """

    deadline: Deadline
    starts: tuple[Shown, ...]
    unseen: tuple[str, ...]
    end: Shown
    at: Shown | None
    until: Shown | None
    before: Shown | None

    @property
    def steps(self) -> tuple[Shown, ...]:
        """All steps that the count rests on."""
        return tuple(one for one in (*self.starts, self.end, self.at, self.until, self.before) if one)


@dataclass(frozen=True)
class Kept(Tally):
    """The cases that missed a term, of those whose term is over; open ones are of the part in which they came in.

    Attributes:
        days: Days late at the median, of those that took the last step; 0 without any.
        open_late: Of the late, those that have not yet taken it.
        paused: Cases whose term was interrupted.
    """

    days: int
    open_late: int
    paused: int


def find_terms(measures: Measures) -> Iterator[Term]:
    """The deadlines that the log can be held against: its last step and one of those that it runs from are recorded."""
    pack = measures.procedure.pack
    for deadline in _joined(pack.deadlines) if pack else ():
        starts = {name: shown(measures, name) for name in deadline.start}
        end, pause = shown(measures, deadline.end), deadline.pause
        seen = tuple(one for one in starts.values() if one)
        if pack and end and seen and (deadline.target or pack.basis(deadline.basis)):
            at, until, before = (shown(measures, name) if name else None for name in _of_pause(deadline))
            unseen = tuple(name for name, one in starts.items() if one is None)
            yield Term(deadline, seen, unseen, end, at, until, before if pause else None)


def _joined(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """The deadlines, those that are counted alike and differ in their condition only told as one."""
    found: dict[tuple[object, ...], Deadline] = {}
    for one in deadlines:
        alike = (one.start, one.end, one.within, one.clock, one.pause, one.target, one.when is None)
        held = found.get(alike)
        found[alike] = _both(held, one) if held else one
    return tuple(found.values())


def _both(one: Deadline, other: Deadline) -> Deadline:
    return replace(
        one,
        name=_either(one.name, other.name) or one.name,
        when=_either(one.when, other.when),
        consequence=_either(one.consequence, other.consequence),
        basis=tuple(dict.fromkeys((*one.basis, *other.basis))),
    )


def _either(one: Bilingual | None, other: Bilingual | None) -> Bilingual | None:
    if one is None or other is None or one == other:
        return one or other
    return Bilingual(f"{one.fr} / {other.fr}", f"{one.en} / {other.en}")


def _of_pause(deadline: Deadline) -> tuple[str | None, str | None, str | None]:
    pause = deadline.pause
    return (pause.at, pause.until, pause.before) if pause else (None, None, None)


def count_kept(measures: Measures, term: Term) -> Kept:
    """Count the cases of one term."""
    import numpy as np

    rows = measures.log.engine.columns(_sql(measures, term))
    case, closed, part, began, ended, paused, answered = (np.asarray(rows[name]) for name in (
        "case_id", "closed", "part", "began", "ended", "paused", "answered",
    ))  # fmt: skip
    if not len(case):
        return Kept(0, 0, ByPart(0, 0), ByPart(0, 0), (), 0, 0, 0)
    last = measures.log.profile.last // DAY
    first_day, last_day = (EPOCH + dt.timedelta(days=int(day)) for day in (began.min(), last + MARGIN))
    due = due_days(term.deadline, began, paused, answered, measures.log.calendar.public_holidays(first_day, last_day))
    done = ended != NONE
    waiting = ~done & ~closed & (done[closed].mean() >= EXPECTED if closed.any() else False)
    seen = (due != NONE) & (due < last) & (done | waiting)
    late = seen & (waiting | (ended > due))
    overrun = np.sort((ended - due)[late & done])
    return Kept(
        count=int(late.sum()),
        of=int(seen.sum()),
        by_part=ByPart(*(int((late & (part == number)).sum()) for number in (1, 2))),
        of_by_part=ByPart(*(int((seen & (part == number)).sum()) for number in (1, 2))),
        days=int(overrun[(len(overrun) - 1) // 2]) if len(overrun) else 0,
        open_late=int((late & waiting).sum()),
        paused=int((seen & (paused != NONE)).sum()),
        examples=tuple(int(one) for one in case[late][:5]),
    )


def _sql(measures: Measures, term: Term) -> str:
    names = [f"start_{place}" for place in range(len(term.starts))]
    pairs = list(zip(names, term.starts, strict=True))
    return sql_of("procmap.detectors.waiting.deadline_breach", "pack_term").format(
        event=events(measures), day=day_sql("time"), none=NONE,
        all=_listed(code for one in term.steps for code in one.codes),
        starts=_listed(code for one in term.starts for code in one.codes),
        starts_of=", ".join(f"max(d.day) filter (where d.activity in ({_listed(one.codes)})) as {name}" for name, one in pairs),
        each=", ".join(names),
        none_missing=" and ".join(f"{name} is not null" for name in names),
        end=_listed(term.end.codes),
        at=_codes(term.at), until=_codes(term.until), before=_codes(term.before),
    )  # fmt: skip


def _codes(step: Shown | None) -> str:
    return _listed(step.codes if step else ())


def _listed(codes: Iterable[int]) -> str:
    return ", ".join(map(str, codes)) or "-1"
