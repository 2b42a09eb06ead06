"""Everything that is decided before drawing: what is shown, where it stands, how large it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procmap.language import Words, words
from procmap.log.kind import Kind
from procmap.measures.figures import ProcessFigures
from procmap.report.audit import Audit
from procmap.report.before_after import folding, panel
from procmap.report.before_after.bands import bands_of
from procmap.report.before_after.changes import Changes, changes
from procmap.report.before_after.laying import Laid, lay
from procmap.report.before_after.panel import State
from procmap.report.before_after.placement import Plane, Sheet, in_one_lane, place, roles_of
from procmap.report.before_after.selection import Selection, select

MARGIN = 20.0
BETWEEN = 24.0
"""Pixels between the two states."""

LEAST = 410.0
"""A state is at least so wide, for its figures to stand in a row."""

LEAST_ALONE = 820.0


BESIDE = 284.0
"""Pixels of the column in which the gains stand beside the states, where there is room for it."""

BOXES = (170.0, 162.0, 154.0, 146.0, 140.0, 135.0, 130.0, 126.0, 122.0, 118.0, 114.0, 110.0, 106.0, 102.0, 98.0, 94.0, 90.0)
"""Widths of a box that are tried."""

BOXES_ALONE = (260.0, 230.0, 200.0)
"""Wider ones, where there is one lane."""


@dataclass(frozen=True)
class Chosen:
    """What is shown and where it stands, whatever its size; `least` as it was asked for."""

    audit: Audit
    say: Words
    made: Changes
    selection: Selection
    plane: Plane
    states: tuple[State, ...]
    least: int = folding.LEAST


@dataclass(frozen=True)
class Drawn:
    """Everything that is decided before drawing.

    Attributes:
        audit, say, made, selection, states: As chosen.
        sheet: What stands where, all rows of it.
        laid: The same with sizes.
        beside: Whether the gains stand beside the states, not below.
        strip: Whether it shows where the time goes.
        stacked: Whether the state after stands below that before, not to its right.
    """

    audit: Audit
    say: Words
    made: Changes
    selection: Selection
    states: tuple[State, ...]
    sheet: Sheet
    laid: Laid
    beside: bool = False
    strip: bool = False
    stacked: bool = False

    @property
    def width(self) -> float:
        """The picture's width."""
        wide = self.laid.widths
        states = max(wide) if self.stacked else sum(wide) + (len(wide) - 1) * BETWEEN
        return 2 * MARGIN + states + (BETWEEN + BESIDE) * self.beside


def choose(
    audit: Audit, protected: Mapping[str, str] | None, least: int = folding.LEAST, *, short: bool = False, lanes: bool = True
) -> Chosen:
    """Choose what is shown, and place it.

    Args:
        audit: What is shown.
        protected: Steps with the reason of their protection.
        least: Steps that stay as they are from which they are folded.
        short: Whether what is said of those folded takes as little room as can be.
        lanes: Whether each service has a lane; else each box names its service.
    """
    say = words(audit.language)
    made = changes(audit, say, protected)
    sides = 2 if made.accepted else 1
    after = audit.after if sides == 2 else audit.before
    selection = select(audit.before, after, made.concerned, _told(made, audit.before), least, _changed(made, "conditional"))
    roles = roles_of(selection, _changed(made, "delegated"))
    drawn = roles if lanes else in_one_lane(roles, say("picture.lane.none"))
    served = ({}, {}) if lanes else roles
    plane = place(selection, drawn, _outside(audit, selection))
    before = {figures.activity: figures for figures in selection.was.activities}
    then = {figures.activity: figures for figures in selection.becomes.activities if figures.instances}
    most = max((flow.count for flow in (*selection.before, *selection.after)), default=1)
    bands = tuple(bands_of(audit, selection.stretches, made.locks, say, after=after, short=short) for after in (False, True))
    states = (
        State(before, {}, made, bands[0], served, most, after=False, say=say),
        State(then, before, made, bands[1], served, most, after=True, say=say),
    )[:sides]
    return Chosen(audit, say, made, selection, plane, states, least)


def decide(chosen: Chosen, sheet: Sheet, box: float) -> Drawn:
    """Size everything for boxes of a width."""
    laid = sized(chosen, sheet, box, LEAST if len(chosen.states) == 2 else LEAST_ALONE)
    return Drawn(chosen.audit, chosen.say, chosen.made, chosen.selection, chosen.states, sheet, laid)


def sized(chosen: Chosen, sheet: Sheet, box: float, least: float) -> Laid:
    """A sheet with boxes of a width, each state at least so wide."""
    heights = panel.row_heights(sheet, chosen.states, box)
    return lay(sheet, box, heights, least=least, sides=len(chosen.states))


def _changed(made: Changes, kind: str) -> frozenset[str]:
    """Activities with a change of a kind."""
    return frozenset(name for name, all_ in made.badges.items() if any(one.kind == kind for one in all_))


def _told(made: Changes, process: ProcessFigures) -> frozenset[str] | None:
    """Steps that are drawn for what is said of them, so that all others may be folded; None for a procedure that is drawn whole."""
    told = frozenset(made.badges if made.accepted else made.marks)
    few = sum(figures.instances > 0 for figures in process.activities) <= (folding.FEW if told else folding.FEW_UNTOLD)
    return None if few else told


def _outside(audit: Audit, selection: Selection) -> frozenset[str]:
    """What is done outside the administration, as far as the kinds of the steps tell."""
    outside = {step.activity for step in audit.steps if step.kind in (Kind.OUTSIDE, Kind.APPOINTMENT)}
    return frozenset(outside | {one.name for one in selection.stretches.values() if outside.issuperset(one.labels)})
