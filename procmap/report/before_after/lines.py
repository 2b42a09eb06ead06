"""Flows: lines as thick as they are frequent, with arrowheads, and their numbers where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from procmap.language import Words
from procmap.report.before_after import font, style
from procmap.report.before_after.grid import Point, Rectangle
from procmap.report.before_after.placement import Edge
from procmap.report.svg import Markup, coordinate, path, tag

ARROW = 7.0


@dataclass(frozen=True)
class Label:
    """A number beside its line: the middle of its base line, and the room it takes."""

    words: str
    x: float
    y: float
    room: Rectangle


def thickness(count: int, most: int) -> float:
    """Pixels: 1.2 for the rarest to 4.8 for the most frequent flow, its surface read as frequency."""
    return 1.2 + 3.6 * sqrt(count / most) if most else 1.2


def flow(edge: Edge, points: Sequence[Point], most: int, tooltip: str) -> Markup:
    """A line with its arrowhead; one that goes back is dashed."""
    wide = thickness(edge.count, most)
    colour = style.RETURN if edge.back else style.FLOW
    (x, y), (before_x, before_y) = points[-1], points[-2]
    dx, dy = _sign(x - before_x), _sign(y - before_y)
    neck = (x - dx * (ARROW - 1), y - dy * (ARROW - 1))
    half = 2.6 + wide / 2
    head = [
        (x, y),
        (x - dx * ARROW - dy * half, y - dy * ARROW - dx * half),
        (x - dx * ARROW + dy * half, y - dy * ARROW + dx * half),
    ]
    return tag(
        "g",
        tag("title", tooltip),
        tag(
            "path",
            class_="edge",
            d=path([*points[:-1], neck]),
            fill="none",
            stroke=colour,
            stroke_width=wide,
            stroke_linejoin="round",
            stroke_dasharray="6 4" if edge.back else None,
        ),
        tag("polygon", points=" ".join(f"{coordinate(a)},{coordinate(b)}" for a, b in head), fill=colour),
        class_="flow",
        data_source="|".join(edge.source),
        data_target="|".join(edge.target),
        data_count=str(edge.count),
    )


def numbers(
    edges: Sequence[Edge],
    lines: Sequence[Sequence[Point]],
    boxes: Sequence[Rectangle],
    bounds: Rectangle,
    *,
    most: int,
    say: Words,
) -> list[Label]:
    """A number for every line that has room for one, the most frequent first."""
    barred = list(boxes)
    rooms = [_line_rooms(points, thickness(edge.count, most)) for edge, points in zip(edges, lines, strict=True)]
    heads = [_around(points[-1], 8) for points in lines]
    found = []
    for place in sorted(range(len(edges)), key=lambda place: -edges[place].count):
        words = say.number(edges[place].count)
        others = [room for other, own in enumerate(rooms) if other != place for room in own]
        for x, y, beside in _spots(lines[place], font.width(words, style.SMALL)):
            room = _room(words, x, y)
            inside = bounds[0] <= room[0] and room[2] <= bounds[2] and bounds[1] <= room[1] and room[3] <= bounds[3]
            own = rooms[place] if beside else []
            if inside and not any(_overlap(room, other) for other in (*barred, *heads, *others, *own)):
                found.append(Label(words, x, y + style.SMALL * style.BASE, room))
                barred.append(room)
                break
    return found


def number(label: Label) -> Markup:
    """The number with a halo: the same text underneath, with a wide stroke."""
    place: dict[str, str | float] = {"x": label.x, "y": label.y, "font_size": style.SMALL, "text_anchor": "middle"}
    return tag(
        "g",
        tag(
            "text",
            label.words,
            class_="halo",
            fill=style.PAPER,
            stroke=style.PAPER,
            stroke_width=3.5,
            stroke_linejoin="round",
            aria_hidden="true",
            **place,
        ),
        tag("text", label.words, class_="count", fill=style.INK, **place),
    )


def _spots(points: Sequence[Point], wide: float) -> list[tuple[float, float, bool]]:
    """Middles for a number, and whether it is beside its line: beside upright pieces, upon level and upright ones."""
    found: list[tuple[int, float, float, bool]] = []
    for (x, y), (end, low) in pairwise(points):
        long = abs(end - x) + abs(low - y)
        for part in (0.5, 0.3, 0.7, 0.15, 0.85):
            across, down = x + (end - x) * part, y + (low - y) * part
            if y == low and long > wide + 8:
                found.append((1, across, down, False))
            elif x == end:
                found.append((0, across + wide / 2 + 5, down, True))
                found.append((0, across - wide / 2 - 5, down, True))
                if long > 30:
                    found.append((2, across, down, False))
    return [(x, y, beside) for _, x, y, beside in sorted(found, key=lambda spot: spot[0])]


def _room(words: str, x: float, y: float) -> Rectangle:
    half = font.width(words, style.SMALL) / 2 + 1
    return x - half, y - style.SMALL * 0.58, x + half, y + style.SMALL * 0.58


def _line_rooms(points: Sequence[Point], wide: float) -> list[Rectangle]:
    half = wide / 2 + 0.5
    return [
        (min(x, end) - half, min(y, low) - half, max(x, end) + half, max(y, low) + half)
        for (x, y), (end, low) in pairwise(points)
    ]


def _around(point: Point, half: float) -> Rectangle:
    return point[0] - half, point[1] - half, point[0] + half, point[1] + half


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _sign(value: float) -> int:
    return (value > 0.001) - (value < -0.001)
