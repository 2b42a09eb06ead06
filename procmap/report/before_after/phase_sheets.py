"""The procedure phase by phase, each phase on a sheet of its own that is read on A4.

A project team prints what it works on, and an office prints on A4: so there are sheets wherever the whole picture is not read on
one sheet of A4, and not only where it is too large for A3. Where it is read there, sheets would say the same thing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

from procmap.report.before_after import font, panel, style
from procmap.report.before_after.badges import text
from procmap.report.before_after.cutting import cut
from procmap.report.before_after.deciding import BETWEEN, MARGIN, Chosen, sized
from procmap.report.before_after.headings import period, state_name, title_of
from procmap.report.before_after.lane_headings import heading_height, headings
from procmap.report.before_after.laying import Laid
from procmap.report.before_after.legend import legend, signs
from procmap.report.before_after.paper import A4, ENOUGH, LEGIBLE
from procmap.report.before_after.phases import Phase, sheet_of, whole
from procmap.report.before_after.picture import boxes_of
from procmap.report.before_after.placement import Sheet
from procmap.report.svg import Markup, drawing, tag

LEAST = 300.0
"""A state is at least so wide, for its heading to stand in few lines."""

STATE = 26.0
"""Height of the name of a state."""

ROOMS = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
"""Shares of the paper that a phase may take by the estimate, tried until all sheets are legible as they are drawn."""


TOLD = ("phase", "end", "number")
"""How what comes before or after a phase is said, from long to short."""


@dataclass(frozen=True)
class _Phase:
    """One phase: what stands where, its heading, and what comes before and after it, by kind of key, longest first."""

    sheet: Sheet
    heading: str
    beyond: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, chosen: Chosen, phases: Sequence[Phase], number: int) -> _Phase:
        say = chosen.say
        ends = [_ends(chosen, phase) for phase in phases]
        first, last = ends[number]
        key = "picture.sheet" if len(phases) > 1 else "picture.sheet.only"
        heading = say(key, number=number + 1, of=len(phases), first=first, last=last)
        beyond = {
            kind: tuple(
                say(f"picture.{kind}.{how}", number=other + 1, first=ends[other][0], last=ends[other][1]) for how in TOLD
            )
            for kind, other in (("earlier", number - 1), ("later", number + 1)) if 0 <= other < len(phases)
        }  # fmt: skip
        return cls(sheet_of(chosen.selection, chosen.plane, phases, number), heading, beyond)


@dataclass(frozen=True)
class _Composed:
    """A way to lay a phase; its states, most of the work, are drawn only where it is the one that is taken."""

    phase: _Phase
    width: float
    height: float
    head: Sequence[Markup]
    states: Callable[[], Sequence[Markup]]
    told: Sequence[Markup]
    broken: bool
    legend: bool

    @property
    def points(self) -> float:
        """Size of the smallest text on A4."""
        return A4.points(self.width, self.height)

    @property
    def worth(self) -> tuple[bool, bool, bool, float]:
        """What is read best: large enough, words whole, with its legend, the largest letters."""
        return self.points >= LEGIBLE, not self.broken, self.legend and self.points >= LEGIBLE, min(self.points, ENOUGH)

    def svg(self, chosen: Chosen) -> str:
        """The document."""
        title = f"{title_of(chosen.audit, chosen.made, chosen.say)} – {self.phase.heading}"
        ground = tag("rect", x=0, y=0, width=self.width, height=self.height, fill=style.PAPER)
        told = self.phase.heading + "."
        return drawing(self.width, self.height, title, told, chosen.audit.language, ground, *self.head, *self.states(), *self.told)


def phase_sheets(chosen: Chosen) -> tuple[str, ...]:
    """The SVG documents, in the order of the phases; none for a procedure of one row."""
    found: list[_Composed] = []
    done: tuple[Phase, ...] = ()
    for room in ROOMS:
        phases = cut(chosen.selection, chosen.plane, _Estimate.of(chosen, room).fits)
        if phases == done:
            continue
        done, drawn = phases, [_best(chosen, phases, number) for number in range(len(phases))]
        if not found or min(one.points for one in drawn) > min(one.points for one in found):
            found = drawn
        if min(one.points for one in found) >= LEGIBLE:
            break
    return tuple(one.svg(chosen) for one in found)


def _ends(chosen: Chosen, phase: Phase) -> tuple[str, str]:
    """The first and the last step of a phase, as they are named."""
    rows, stretches = chosen.plane.rows, chosen.selection.stretches
    names = [name for name in chosen.selection.activities if rows[name] in range(*phase)]
    names.sort(key=lambda name: rows[name])
    first, last = ((stretches[name].labels if name in stretches else (name,)) for name in (names[0], names[-1]))
    first_, last_ = (font.one_line(label) or chosen.say("picture.no_label") for label in (first[0], last[-1]))
    return first_, last_


@dataclass(frozen=True)
class _Estimate:
    """What a phase takes of the paper, before it is laid: the heights of its rows for each width of a box, and its lanes."""

    heights: Mapping[float, Sequence[float]]
    lanes: Sequence[frozenset[int]]
    states: int
    room: float

    @classmethod
    def of(cls, chosen: Chosen, room: float) -> _Estimate:
        plane, sheet = chosen.plane, whole(chosen.selection, chosen.plane)
        wide, narrow = boxes_of(chosen)
        high = {box: panel.row_heights(sheet, chosen.states, box)[sheet.top :] for box in (*wide, *narrow)}
        lanes = [
            frozenset(side[name] for side in plane.cells for name, at in plane.rows.items() if at == row and name in side)
            for row in range(plane.height)
        ]
        return cls(high, lanes, len(chosen.states), room)

    def fits(self, start: int, end: int) -> bool:
        lanes = len(frozenset().union(*self.lanes[start:end]))
        for (box, rows), stacked in product(self.heights.items(), (False, True)):
            across, down = (1, self.states) if stacked else (self.states, 1)
            state = max(lanes * box + (lanes + 1) * 16, LEAST), sum(rows[start:end]) + (end - start + 3) * 24 + 80 + STATE
            wide = 2 * MARGIN + across * state[0] + (across - 1) * BETWEEN
            if A4.points(wide, 110 + down * state[1]) * self.room >= LEGIBLE:
                return True
        return False


def _best(chosen: Chosen, phases: Sequence[Phase], number: int) -> _Composed:
    """One phase, of all widths of boxes with the states side by side or one below the other."""
    one = _Phase.of(chosen, phases, number)
    wide, narrow = boxes_of(chosen)
    best = max(_tried(chosen, one, wide, broken=False), key=lambda found: found.worth)
    if best.points < LEGIBLE and narrow:
        best = max([best, *_tried(chosen, one, narrow, broken=True)], key=lambda found: found.worth)
    return best


def _tried(chosen: Chosen, one: _Phase, boxes: Sequence[float], *, broken: bool) -> Iterator[_Composed]:
    for box, stacked in product(boxes, (False, True) if len(chosen.states) > 1 else (False,)):
        laid = sized(chosen, one.sheet, box, LEAST)
        across = 1 if stacked else len(chosen.states)
        width = 2 * MARGIN + across * laid.widths[0] + (across - 1) * BETWEEN
        first, y = _head(chosen, one, width)
        states = partial(_states, chosen, one, laid, y, stacked=stacked)
        y += _height(chosen, one, laid, stacked=stacked)
        back = any(key[0] in {"from", "to"} for side in (one.sheet.before, one.sheet.after) for key in side.cells)
        drawn, room = signs(chosen.states, one.sheet), width - 2 * MARGIN
        told, low = legend(chosen.made, chosen.say, (MARGIN, y + 6), room, phases=back, **drawn)
        yield _Composed(one, width, y + MARGIN, first, states, (), broken=broken, legend=False)
        yield _Composed(one, width, y + 6 + low + MARGIN, first, states, told, broken=broken, legend=True)


def _head(chosen: Chosen, one: _Phase, width: float) -> tuple[list[Markup], float]:
    """The title of the whole, which phase of it this is, and the period."""
    room, y, parts = width - 2 * MARGIN, MARGIN - 6, []
    for words, size, bold, colour in (
        (title_of(chosen.audit, chosen.made, chosen.say), 14.0, False, style.INK),
        (one.heading, 18.0, True, style.INK),
        (period(chosen.audit, chosen.say), style.SMALL, False, style.QUIET),
    ):
        for line in font.wrap(words, size, room, lines=2, bold=bold):
            y += size * 1.3
            parts.append(text(line, MARGIN, y, size, bold=bold, colour=colour, anchor="start"))
    return [tag("g", *parts, class_="head")], y + 10


def _states(chosen: Chosen, one: _Phase, laid: Laid, top: float, *, stacked: bool) -> list[Markup]:
    """Both states of the phase."""
    sheet, say, wide = one.sheet, chosen.say, laid.widths[0]
    above_lanes = headings(sheet, laid, say)
    above = heading_height(above_lanes)
    high = STATE + above + laid.height
    x, y, parts = MARGIN, top, []
    sides = zip((sheet.before, sheet.after), laid.lines, laid.grids, above_lanes, strict=False)
    for state, (side, points, grid, lanes) in zip(chosen.states, sides, strict=True):
        name = state_name(state, say, both=len(chosen.states) > 1)
        parts.append(text(name, x, y + 17, 17, bold=True, colour=style.AFTER if state.after else style.BEFORE, anchor="start"))
        parts.append(panel.draw(side, points, grid, (lanes, above), state, at=(x, y + STATE), beyond=one.beyond))
        x, y = (x, y + high + 12) if stacked else (x + wide + BETWEEN, y)
    return parts


def _height(chosen: Chosen, one: _Phase, laid: Laid, *, stacked: bool) -> float:
    """How high the states are, without drawing them."""
    high = STATE + heading_height(headings(one.sheet, laid, chosen.say)) + laid.height
    return len(chosen.states) * (high + 12) - 12 if stacked else high
