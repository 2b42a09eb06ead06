"""The calendar of sessions as a heat strip: the weeks of the log coloured by the cases that their sessions took."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass

from procmap.language import Words, words
from procmap.measures.time.session_calendar import Session, SessionCalendar
from procmap.redesign.witness import USUAL_GROUP
from procmap.report.audit import Audit
from procmap.report.before_after import font, style
from procmap.report.before_after.badges import text
from procmap.report.quantities import counted
from procmap.report.sentences import label
from procmap.report.svg import Markup, coordinate, tag
from procmap.report.views.frame import MARGIN, WIDTH, framed, named

MOST = 6
"""Steps drawn; the others are counted."""

MOST_CELLS = 208
"""Cells in a strip: four years of weeks. More and each stands for several weeks."""

HEATS = ("#D3E3F1", "#93BEDF", "#4E8DC2", "#1B5A94")
"""From few cases to many, so that a print in grey says the same."""

NAME, HIGH, DOTS, BREAK, GAP = 19.0, 20.0, 10.0, 17.0, 12.0
"""Pixels of the name of a step, of its strip, of the dots of its sessions, of its longest break, and to the next step."""

ROOM = WIDTH - 2 * MARGIN
EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Weeks:
    """The time that every strip spans.

    Attributes:
        monday: Its first day, counted from 1970.
        each: Weeks of a cell.
        cells: How many there are.
    """

    monday: int
    each: int
    cells: int

    @classmethod
    def of(cls, audit: Audit) -> Weeks:
        """The weeks of the log, and of the sessions should one lie outside."""
        ends = [(dt.date.fromisoformat(moment[:10]) - EPOCH).days for moment in (audit.log.first, audit.log.last)]
        days = [*ends, *(session.day for one in audit.sessions for session in one.sessions)]
        monday = min(days) - (min(days) + 3) % 7
        weeks = (max(days) - monday) // 7 + 1
        each = math.ceil(weeks / MOST_CELLS)
        return cls(monday, each, math.ceil(weeks / each))

    def cell(self, day: int) -> int:
        """Which cell a day lies in."""
        return (day - self.monday) // (7 * self.each)

    def x(self, day: float) -> float:
        """Pixels from the left to a day."""
        return MARGIN + ROOM * (day - self.monday) / (7 * self.each * self.cells)


def sessions_svg(audit: Audit) -> str | None:
    """The picture; None where no step is done in sessions."""
    if not audit.sessions:
        return None
    w, weeks, shown = words(audit.language), Weeks.of(audit), audit.sessions[:MOST]
    taken = [_taken(weeks, one) for one in shown]
    limits = _limits(max(max(cells.values()) for cells in taken))
    parts, y = [], MARGIN
    for one, cells in zip(shown, taken, strict=True):
        parts.append(_strip(w, weeks, one, cells, limits, y, dated=_dated(audit)))
        y += NAME + HIGH + DOTS + (BREAK if _break(one) else 0.0) + GAP
    parts += _axis(weeks, y)
    y += 24
    parts += _legend(w, limits, y)
    return framed(parts, y + 24 + MARGIN / 2, w("report.view.sessions"), " ".join(sessions_told(audit)), audit.language)


def sessions_told(audit: Audit) -> list[str]:
    """The picture in sentences: how it is read, and one for each step."""
    w, each = words(audit.language), Weeks.of(audit).each
    told = [w("report.view.sessions.caption.several", count=each) if each > 1 else w("report.view.sessions.caption")]
    told += [_told(w, one, dated=_dated(audit)) for one in audit.sessions[:MOST]]
    more = len(audit.sessions) - MOST
    return [*told, w("report.view.sessions.more", count=more)] if more > 0 else told


def _dated(audit: Audit) -> bool:
    """Whether days may be told: not where the procedure deals with the lives of people, for a day says who."""
    return audit.log.procedure is None or audit.log.procedure.smallest_group <= USUAL_GROUP


def _told(w: Words, one: SessionCalendar, *, dated: bool) -> str:
    step, cases = w.quoted(label(w, one.activity)), _cases(w, one.cases)
    if one.gap is None or one.longest is None:
        return w("report.view.sessions.single", step=step, cases=cases)
    first, last = one.longest
    between = w("report.view.sessions.between", first=_day(w, first.day), last=_day(w, last.day)) if dated else ""
    return w(
        "report.view.sessions.one", step=step, sessions=counted(w, len(one.sessions), "sessions"), cases=cases,
        gap=_days(w, one.gap), longest=_days(w, last.day - first.day), between=between,
    )


def _strip(
    w: Words, weeks: Weeks, one: SessionCalendar, cells: Counter[int], limits: tuple[int, ...], top: float, *, dated: bool
) -> Markup:
    name = font.shorten(named(w, one.activity), 13, ROOM, bold=True)
    y, wide = top + NAME, ROOM / weeks.cells
    drawn = [tag("rect", x=MARGIN, y=y, width=ROOM, height=HIGH, fill=style.PAPER, stroke=style.RULE)]
    for cell, cases in sorted(cells.items()):
        fill = HEATS[_heat(cases, limits)]
        drawn.append(tag("rect", x=MARGIN + cell * wide, y=y, width=max(wide - (wide > 5), 1), height=HIGH, fill=fill,
                         class_="week", data_cell=str(cell), data_cases=str(cases)))  # fmt: skip
    dots = [_dot(w, weeks, session, y + HIGH + DOTS / 2 + 1, dated=dated) for session in one.sessions]
    pause = _break(one)
    told = _pause(w, weeks, pause, y + HIGH + DOTS) if pause else ()
    return tag("g", text(name, MARGIN, top + 13, 13, bold=True, anchor="start"), *drawn, *dots, *told, class_="sessions",
               data_activity=one.activity)  # fmt: skip


def _dot(w: Words, weeks: Weeks, session: Session, y: float, *, dated: bool) -> Markup:
    told = [tag("title", w("report.view.sessions.tip", day=_day(w, session.day), cases=_cases(w, session.cases)))] if dated else []
    dot = tag("circle", cx=weeks.x(session.day + 0.5), cy=y, r=2.2, fill=style.INK)
    return tag("g", *told, dot, class_="session", data_cases=str(session.cases))


def _break(one: SessionCalendar) -> tuple[Session, Session] | None:
    """The longest break, where it is longer than usual."""
    if one.gap is None or one.longest is None or one.longest[1].day - one.longest[0].day < 1.5 * one.gap:
        return None
    return one.longest


def _pause(w: Words, weeks: Weeks, pause: tuple[Session, Session], y: float) -> tuple[Markup, Markup]:
    """A line under the break, from session to session, and how long it is."""
    left, right = (weeks.x(session.day + 0.5) for session in pause)
    told = w("report.view.sessions.pause", days=_days(w, pause[1].day - pause[0].day))
    half = font.width(told, style.SMALL) / 2
    middle = min(max((left + right) / 2, MARGIN + half), WIDTH - MARGIN - half)
    line = f"M{coordinate(left)} {coordinate(y + 1)} v3 H{coordinate(right)} v-3"
    return (
        tag("path", d=line, fill="none", stroke=style.GONE, stroke_width=1.4),
        text(told, middle, y + 16, style.SMALL, colour=style.GONE),
    )


def _taken(weeks: Weeks, one: SessionCalendar) -> Counter[int]:
    """The cases of each cell that has a session."""
    found: Counter[int] = Counter()
    for session in one.sessions:
        found[weeks.cell(session.day)] += session.cases
    return found


def _limits(most: int) -> tuple[int, ...]:
    """The most cases of each heat: quarters of the fullest cell, fewer where that holds few."""
    return tuple(sorted({math.ceil(most * part / len(HEATS)) for part in range(1, len(HEATS) + 1)}))


def _heat(cases: int, limits: tuple[int, ...]) -> int:
    """Which colour; the fullest cell has the darkest, however few heats there are."""
    return len(HEATS) - len(limits) + sum(cases > limit for limit in limits[:-1])


def _axis(weeks: Weeks, y: float) -> list[Markup]:
    """The first days of months, as many as have room for their names."""
    first, last = (EPOCH + dt.timedelta(days=day) for day in (weeks.monday, weeks.monday + 7 * weeks.each * weeks.cells))
    months = (last.year - first.year) * 12 + last.month - first.month
    every = max(1, math.ceil(months * 56 / ROOM))
    parts = [tag("path", d=f"M{coordinate(MARGIN)} {coordinate(y)} H{coordinate(WIDTH - MARGIN)}", stroke=style.RULE, fill="none")]
    for month in range(1, months + 1, every):
        day = dt.date(first.year + (first.month - 1 + month) // 12, (first.month - 1 + month) % 12 + 1, 1)
        x, told = weeks.x((day - EPOCH).days), f"{day.month:02}/{day.year}"
        parts.append(tag("path", d=f"M{coordinate(x)} {coordinate(y)} v4", stroke=style.RULE, fill="none"))
        if abs(x - WIDTH / 2) + font.width(told, style.SMALL) / 2 <= WIDTH / 2:
            parts.append(text(told, x, y + 17, style.SMALL, colour=style.QUIET))
    return parts


def _legend(w: Words, limits: tuple[int, ...], y: float) -> list[Markup]:
    lows = [1, *(limit + 1 for limit in limits[:-1])]
    told = [w("report.view.sessions.none")]
    told += [
        _cases(w, high) if low == high else w("report.view.sessions.from", first=low, last=high)
        for low, high in zip(lows, limits, strict=True)
    ]
    fills, x, parts = (style.PAPER, *HEATS[len(HEATS) - len(limits):]), MARGIN, []
    for fill, words_ in zip(fills, told, strict=True):
        parts.append(tag("rect", x=x, y=y + 4, width=16, height=14, fill=fill, stroke=style.RULE))
        parts.append(text(words_, x + 21, y + 15, style.SMALL, anchor="start"))
        x += 21 + font.width(words_, style.SMALL) + 16
    parts.append(tag("circle", cx=x + 5, cy=y + 11, r=2.2, fill=style.INK))
    parts.append(text(w("report.view.sessions.here"), x + 13, y + 15, style.SMALL, anchor="start"))
    return [tag("g", *parts, class_="legend")]


def _day(w: Words, day: int) -> str:
    return w.date(EPOCH + dt.timedelta(days=day))


def _days(w: Words, days: float) -> str:
    return counted(w, days, "days", 0 if days == int(days) else 1)


def _cases(w: Words, cases: float) -> str:
    return counted(w, cases, "cases", 0 if cases == int(cases) else 1)
