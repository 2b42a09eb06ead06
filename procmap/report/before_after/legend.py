"""What thickness, fill, dashes, marks and locks mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from procmap.language import Words
from procmap.report.before_after import font, icons, lines, style
from procmap.report.before_after.badges import mark, text
from procmap.report.before_after.changes import Changes
from procmap.report.before_after.grid import Point
from procmap.report.before_after.placement import Edge, Sheet
from procmap.report.svg import Markup, tag

SIZE = style.SMALL
ROW = 19.0

Sample = tuple[float, Callable[[float, float], Markup], str]
"""Width of the sample, how it is drawn from its left middle, what it means."""


def legend(
    made: Changes, say: Words, at: Point, width: float, *, phases: bool = False, ghosts: bool = True, back: bool = True
) -> tuple[list[Markup], float]:
    """The legend from `at` downwards, and how high it is; only what the picture uses is told, but for the fills."""
    x, y = at
    parts: list[Markup] = []
    for samples in (_fills(say), _signs(made, say, phases=phases, ghosts=ghosts, back=back)):
        left = x
        for wide, sample, words in (part for one in samples for part in _parted(one, width)):
            room = wide + 6 + font.width(words, SIZE) + 22
            if left > x and left + room - 22 > x + width:
                left, y = x, y + ROW
            parts.append(sample(left, y + ROW / 2))
            parts.append(text(words, left + wide + (6 if wide else 0), y + ROW / 2 + 4, SIZE, anchor="start"))
            left += room
        y += ROW
    return [tag("g", *parts, class_="legend")], y - at[1]


def signs(states: Sequence[object], sheet: Sheet) -> dict[str, bool]:
    """Which signs the states drawn of a sheet have: steps that are gone, lines that go back."""
    sides = (sheet.before, sheet.after)[: len(states)]
    return {"ghosts": any(side.ghosts for side in sides), "back": any(edge.back for side in sides for edge in side.edges)}


def _parted(sample: Sample, width: float) -> list[Sample]:
    """A sample whose words are wider than the legend is told in several lines."""
    wide, drawn, words = sample
    lead = wide + 6 * bool(wide)
    first, *rest = font.wrap(words, SIZE, width - lead, lines=None)
    return [(wide, drawn, first), *((0.0, _nothing, line) for line in rest)]


def _nothing(_x: float, _y: float) -> Markup:
    return tag("g")


def _fills(say: Words) -> list[Sample]:
    def sample(fill: str) -> Callable[[float, float], Markup]:
        return lambda x, y: tag("rect", x=x, y=y - 7, width=24, height=14, rx=3, fill=fill, stroke=style.FLOW)

    named = [(24.0, sample(fill), say(f"picture.class.{place}")) for place, fill in enumerate(style.DURATION_FILLS)]
    return [(0.0, _nothing, say("picture.legend.duration")), *named, (0.0, _nothing, say("picture.legend.untimed"))]


def _signs(made: Changes, say: Words, *, phases: bool, ghosts: bool, back: bool) -> list[Sample]:
    found: list[Sample] = [
        (34.0, _line(1, back=False), say("picture.legend.rare")),
        (34.0, _line(100, back=False), say("picture.legend.frequent")),
    ]
    if back:
        found.append((34.0, _line(20, back=True), say("picture.legend.back")))
    if made.accepted and ghosts:
        found.append((34.0, _ghost, say("picture.legend.ghost")))
    if any(change.kind == "conditional" for change in made.accepted):
        found.append((20.0, _diamond, say("picture.legend.conditional")))
    if made.accepted:
        found.append(_mark(made.accepted[0].finding.identity, say("picture.legend.accepted"), accepted=True))
    if made.others:
        found.append(_mark(made.others[0].identity, say("picture.legend.other"), accepted=False))
    if made.locks:
        words = say("picture.legend.lock")
        found.append((10.0, lambda x, y: icons.lock(x, y - 6, style.INK, words), words))
    if phases:
        found.append((26.0, _passage, say("picture.legend.passage")))
    return found


def _mark(identity: str, words: str, *, accepted: bool) -> Sample:
    """A mark that the picture holds, so that none is looked for in vain."""
    wide = max(font.width(identity, SIZE, bold=True) + 10, 30.0)
    return wide, lambda x, y: mark(identity, x, y - 7, wide, accepted=accepted), words


def _line(count: int, *, back: bool) -> Callable[[float, float], Markup]:
    edge = Edge(("sample", ""), ("sample", ""), count, back)
    return lambda x, y: tag("g", *_parts(edge, x, y))


def _parts(edge: Edge, x: float, y: float) -> list[Markup]:
    wide = lines.thickness(edge.count, 100)
    colour = style.RETURN if edge.back else style.FLOW
    half = 2.6 + wide / 2
    return [
        tag(
            "line",
            x1=x,
            x2=x + 27,
            y1=y,
            y2=y,
            stroke=colour,
            stroke_width=wide,
            stroke_dasharray="6 4" if edge.back else None,
        ),
        tag(
            "polygon",
            points=f"{x + 33:.1f},{y:.1f} {x + 26:.1f},{y - half:.1f} {x + 26:.1f},{y + half:.1f}",
            fill=colour,
        ),
    ]


def _ghost(x: float, y: float) -> Markup:
    return tag(
        "g",
        tag(
            "rect",
            x=x,
            y=y - 7,
            width=34,
            height=14,
            rx=3,
            fill=style.PAPER,
            stroke=style.BADGES["removed"],
            stroke_width=1.8,
            stroke_dasharray="5 3",
        ),
        tag("line", x1=x + 7, x2=x + 27, y1=y, y2=y, stroke=style.GONE),
    )


def _diamond(x: float, y: float) -> Markup:
    ground = tag("rect", x=x, y=y - 8, width=20, height=16, rx=3, fill=style.BADGES["conditional"])
    return tag("g", ground, icons.icon("conditional", x + 4, y - 6, style.PAPER))


def _passage(x: float, y: float) -> Markup:
    return tag("rect", x=x, y=y - 7, width=26, height=14, rx=7, fill=style.PAPER, stroke=style.INK)
