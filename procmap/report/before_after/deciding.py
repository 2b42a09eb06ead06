"""Everything that is decided before drawing: what is shown, where it stands, how large it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procmap.language import Words, words
from procmap.report.audit import Audit
from procmap.report.before_after import panel
from procmap.report.before_after.changes import Changes, changes
from procmap.report.before_after.laying import Laid, lay
from procmap.report.before_after.panel import State
from procmap.report.before_after.placement import Plane, place
from procmap.report.before_after.selection import Selection, select

MARGIN = 24.0
BETWEEN = 30.0
"""Pixels between the two states."""

LEAST = 520.0
"""A state is at least so wide, for its figures to stand in a row."""

LEAST_ALONE = 820.0


@dataclass(frozen=True)
class Drawn:
    """Everything that is decided before drawing."""

    audit: Audit
    say: Words
    made: Changes
    selection: Selection
    plane: Plane
    states: tuple[State, ...]
    sheets: tuple[Laid, ...]
    panel: float

    @property
    def width(self) -> float:
        """The picture's width."""
        return 2 * MARGIN + len(self.states) * self.panel + (len(self.states) - 1) * BETWEEN


def decide(audit: Audit, protected: Mapping[str, str] | None) -> Drawn:
    """Choose, place and size everything; see `before_after_svg` for the arguments."""
    say = words(audit.language)
    made = changes(audit, say, protected)
    sides = 2 if made.accepted else 1
    after = audit.after if sides == 2 else audit.before
    selection = select(audit.before, after, made.concerned)
    delegated = frozenset(name for name, all_ in made.badges.items() if any(one.kind == "delegated" for one in all_))
    plane = place(audit.before, after, selection, delegated)
    before = {figures.activity: figures for figures in audit.before.activities}
    then = {figures.activity: figures for figures in after.activities if figures.instances}
    most = max((flow.count for flow in (*selection.before, *selection.after)), default=1)
    states = (
        State(before, {}, made, most, after=False, say=say),
        State(then, before, made, most, after=True, say=say),
    )[:sides]
    lanes = len(plane.lanes)
    box = (110.0 if lanes > 7 else 118.0 if lanes > 6 else 132.0 if lanes > 4 else 150.0) + (20 if sides == 1 else 0)
    heights = [panel.row_heights(sheet, states, box) for sheet in plane.sheets]
    least = LEAST if sides == 2 else LEAST_ALONE
    for _ in range(2):  # the second time all sheets are as wide as the widest
        sheets = tuple(
            lay(sheet, lanes, box, rows, least=least, sides=sides)
            for sheet, rows in zip(plane.sheets, heights, strict=True)
        )
        least = max((laid.grid.edges[-1] for laid in sheets), default=least)
    return Drawn(audit, say, made, selection, plane, states, sheets, least)
