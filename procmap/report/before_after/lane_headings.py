"""What stands above the lanes of a state, and their grounds: the name of each role, and where it has no step, that it has none."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from procmap.language import Words
from procmap.report.before_after import font, style
from procmap.report.before_after.badges import text
from procmap.report.before_after.empty_lanes import empty_lanes
from procmap.report.before_after.grid import Grid
from procmap.report.before_after.laying import Laid
from procmap.report.before_after.placement import NO_ROLE, Sheet, Side
from procmap.report.svg import Markup, tag

LINE = style.LANE * style.LEADING


@dataclass(frozen=True)
class Heading:
    """What stands above a lane, in lines: the name of its role, and what is said of a lane without steps."""

    name: str
    named: tuple[str, ...]
    told: tuple[str, ...]

    @classmethod
    def of(cls, name: str, room: float, told: str) -> Heading:
        """In lines of some pixels."""
        named = font.wrap(name, style.LANE, room, lines=4, bold=True)
        return cls(name, tuple(named), tuple(font.wrap(told, style.SMALL, room, lines=2)) if told else ())

    @property
    def lines(self) -> int:
        """How many there are."""
        return len(self.named) + len(self.told)


def headings(sheet: Sheet, laid: Laid, say: Words) -> list[list[Heading]]:
    """What stands above the lanes of each side."""
    return [
        [
            Heading.of(_named(name, side, say), right - left - 8, _empty(sheet, side, lane, say))
            for lane, (name, (left, right)) in enumerate(zip(side.lanes, pairwise(grid.edges), strict=True))
        ]
        for side, grid in zip((sheet.before, sheet.after), laid.grids, strict=False)
    ]


def _named(role: str, side: Side, say: Words) -> str:
    """The name of a role, in words where a step has none; "" where no step of the side has one."""
    if role != NO_ROLE:
        return role
    return say("picture.lane.unnamed") if len(side.lanes) > 1 else ""


def _empty(sheet: Sheet, side: Side, lane: int, say: Words) -> str:
    """What is said of a lane that holds no step in a state, though it does in the other one."""
    if lane not in empty_lanes(sheet, side):
        return ""
    return say("picture.lane.left" if side is sheet.after else "picture.lane.new")


def heading_height(found: list[list[Heading]]) -> float:
    """Pixels that the lanes' names need above the first row of both sides."""
    lines = max(one.lines for own in found for one in own)
    return lines * LINE + 12 if lines else 0.0


def lane_grounds(lanes: list[Heading], grid: Grid, x: float, y: float, top: float) -> list[Markup]:
    """The lanes from (x, y) downwards, their first row at `top`."""
    parts = []
    for place, heading in enumerate(lanes):
        left, right = x + grid.edges[place], x + grid.edges[place + 1]
        parts.append(
            tag(
                "g",
                *([tag("title", heading.name)] if heading.name else []),
                tag(
                    "rect",
                    class_="lane",
                    x=left,
                    y=y,
                    width=right - left,
                    height=top - y + grid.height,
                    fill=style.LANES[place % 2],
                ),
                *(
                    text(line, (left + right) / 2, y + 6 + style.LANE + LINE * number, style.LANE, bold=True)
                    for number, line in enumerate(heading.named)
                ),
                *(
                    text(line, (left + right) / 2, y + 6 + style.LANE + LINE * number, style.SMALL, colour=style.GONE)
                    for number, line in enumerate(heading.told, len(heading.named))
                ),
                class_="lane-name",
            )
        )
    outline = tag("rect", x=x, y=y, width=grid.edges[-1], height=top - y + grid.height, fill="none", stroke=style.RULE)
    rule = tag("line", x1=x, x2=x + grid.edges[-1], y1=top, y2=top, stroke=style.RULE)
    return [*parts, *([rule] if top > y else []), outline]
