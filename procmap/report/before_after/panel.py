"""One state on one sheet: lanes with their names, the flows, and the boxes upon them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from procmap.language import Words
from procmap.measures.figures import ActivityFigures
from procmap.report.before_after import boxes, font, icons, lines, markers, style
from procmap.report.before_after.bands import Band
from procmap.report.before_after.boxes import Content
from procmap.report.before_after.changes import Changes
from procmap.report.before_after.durations import duration
from procmap.report.before_after.grid import MARKER, PASSAGE_HEIGHT, Grid, Point, Rectangle, span
from procmap.report.before_after.lane_headings import Heading, lane_grounds
from procmap.report.before_after.placement import BEYOND, NO_ROLE, Edge, Key, Roles, Sheet, Side
from procmap.report.svg import Markup, tag


@dataclass(frozen=True)
class State:
    """What is told of one side: figures by activity, changes, and whether it is the side after.

    Attributes:
        bands: What the folded stretches say, by their names.
        served: The role of each step before and after where its box names it, for want of lanes.
        gone: On the side after the figures of the side before, from which ghosts are drawn.
        most: Passages of the most frequent flow of both sides, which is drawn thickest.
    """

    figures: Mapping[str, ActivityFigures]
    gone: Mapping[str, ActivityFigures]
    changes: Changes
    bands: Mapping[str, Band]
    served: Roles
    most: int
    after: bool
    say: Words

    def content(self, key: Key, box: float, lanes: int, *, ghost: bool) -> Content:
        """What stands in the box of a step, or of a stretch across so many lanes."""
        name = key[1]
        if name in self.bands:
            return self.bands[name].content(self.say, span(box, lanes))
        service = self.served[self.after and not ghost].get(name, NO_ROLE)
        if not ghost:
            new = self.after and name not in self.gone
            return boxes.content(self.figures[name], self.changes, self.say, box, service, after=self.after, new=new)
        delegated = name in self.figures
        return boxes.content(
            self.gone[name],
            Changes() if delegated else self.changes,
            self.say,
            box,
            service,
            after=True,
            ghost="delegated" if delegated else "gone",
        )


def row_heights(sheet: Sheet, states: tuple[State, ...], box: float) -> list[float]:
    """The height of each row's boxes: that of the fullest on either side."""
    heights = [0.0] * sheet.rows
    for side, state in zip((sheet.before, sheet.after), states, strict=False):
        lanes = len(side.lanes)
        for key, (_, row) in side.cells.items():
            own = state.content(key, box, lanes, ghost=False).height if key[0] == "step" else max(MARKER[1], PASSAGE_HEIGHT)
            heights[row] = max(heights[row], own)
        for key, (_, row) in side.ghosts.items():
            heights[row] = max(heights[row], state.content(key, box, lanes, ghost=True).height)
    return heights


def widest_word(states: tuple[State, ...], lanes: int) -> float:
    """Width of the narrowest box in which no word of a name or of a badge is broken; what spans several lanes has room."""
    narrow = [state.bands if lanes == 1 else {} for state in states]
    all_ = [figures.activity for state in states for figures in (*state.figures.values(), *state.gone.values())]
    names = [name for name in all_ if lanes == 1 or all(name not in state.bands for state in states)]
    told = [one for state in states for all_ in state.changes.badges.values() for one in all_]
    badges = [word for one in told for text_ in (one.words, *one.details) for word in font.one_line(text_).split(" ")]
    heads = [" · ".join(filter(None, [one.identity, one.gain])) for one in told]
    bands = [word for found in narrow for band in found.values() for text_ in band.told[-1] for word in text_.split(" ")]
    words = [word for name in names for word in font.one_line(name).split(" ")]
    badge, band = 12 + icons.SIZE + 6, 14 + icons.SIZE + 6
    return max(
        (
            font.width(word, size, bold=bold) + room
            for found, size, room, bold in (
                (words, style.LABEL_SMALL, 16.0, True),
                ([*badges, *heads], style.BADGE, badge, True),
                (bands, style.SMALL, band, False),
            )
            for word in found
        ),
        default=0.0,
    )  # fmt: skip


def draw(
    side: Side,
    points: tuple[tuple[Point, ...], ...],
    grid: Grid,
    lanes: tuple[list[Heading], float],
    state: State,
    *,
    at: Point,
    beyond: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Markup:
    """A panel whose upper left corner is `at`.

    `lanes` are their headings and the height that these take; `beyond` says what comes before and after a phase, by kind of
    key, from long to short.
    """
    x, y = at
    top = y + lanes[1]
    ways = [tuple((x + a, top + b) for a, b in line) for line in points]
    rooms = {key: _moved(grid.rectangle(key, cell), x, top) for key, cell in side.cells.items()}
    gone = {key: _moved(grid.rectangle(key, cell), x, top) for key, cell in side.ghosts.items()}
    bounds = (x, top, x + grid.edges[-1], top + grid.height)
    size = grid.box, len(lanes[0])
    order = sorted(range(len(ways)), key=lambda place: side.edges[place].count)
    told = lines.numbers(side.edges, ways, [*rooms.values(), *gone.values()], bounds, most=state.most, say=state.say)
    return tag(
        "g",
        *lane_grounds(lanes[0], grid, x, y, top),
        *(
            lines.flow(side.edges[place], ways[place], state.most, _told(side.edges[place], state.say))
            for place in order
        ),
        *(lines.number(label) for label in told),
        *(_box(key, room, state, size, ghost=True) for key, room in gone.items()),
        *(_box(key, room, state, size, ghost=False) for key, room in rooms.items() if key[0] not in BEYOND),
        *(markers.line(kind, _across(rooms, kind, bounds), words) for kind, words in beyond.items() if _named(rooms, kind)),
        class_="panel",
        data_side="after" if state.after else "before",
    )


def _named(rooms: Mapping[Key, Rectangle], kind: str) -> list[Rectangle]:
    return [room for key, room in rooms.items() if key[0] == kind]


def _across(rooms: Mapping[Key, Rectangle], kind: str, bounds: Rectangle) -> Rectangle:
    """The room of the line of what comes before or after a phase, across all lanes."""
    own = _named(rooms, kind)[0]
    return bounds[0] + 1, own[1], bounds[2] - 1, own[3]


def _box(key: Key, room: Rectangle, state: State, size: tuple[float, int], *, ghost: bool) -> Markup:
    """What stands at a place: of a width of boxes, and so many lanes."""
    box, lanes = size
    if key[0] != "step":
        words = state.say(f"picture.{key[0]}", phase=key[1])
        return markers.marker(key, room, words)
    inside = state.content(key, box, lanes, ghost=ghost)
    figures = (state.gone if ghost else state.figures)[key[1]]
    return boxes.step(inside, room, _tooltip(figures, inside, state.say, ghost=ghost))


def _tooltip(figures: ActivityFigures, inside: Content, say: Words, *, ghost: bool) -> str:
    parts = [font.one_line(figures.activity) or say("picture.no_label")]
    if inside.steps:
        return " · ".join([*map(font.one_line, inside.steps), *inside.figures])
    if not ghost:
        parts.append(say("picture.step.cases", instances=figures.instances, cases=figures.cases))
        if figures.sojourn_days is not None:
            parts.append(say("picture.step.duration", duration=duration(figures.sojourn_days, say)))
    parts.extend(" ".join(one.lines) for one in inside.badges)
    if inside.lock is not None:
        parts.append(say("picture.lock", basis=inside.lock))
    return " · ".join(parts)


def _told(edge: Edge, say: Words) -> str:
    names = [
        say(f"picture.{key[0]}", phase=key[1]) if key[0] in {*BEYOND, "from", "to"}
        else font.one_line(key[1]) or say("picture.no_label" if key[0] == "step" else f"picture.{key[0]}")
        for key in (edge.source, edge.target)
    ]  # fmt: skip
    return say("picture.flow", source=names[0], target=names[1], count=edge.count)


def _moved(room: Rectangle, x: float, y: float) -> Rectangle:
    return room[0] + x, room[1] + y, room[2] + x, room[3] + y
