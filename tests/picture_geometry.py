"""Reads a picture back: its boxes, lines and texts with their places, and what is wrong with them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from procmap.report.before_after.font import width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class Panel:
    """One state on one sheet: boxes, the texts within each, numbers, and for each line its upright and level pieces."""

    boxes: list[tuple] = field(default_factory=list)
    texts: list[tuple[tuple, tuple, str]] = field(default_factory=list)
    numbers: list[tuple] = field(default_factory=list)
    lines: list[list[tuple]] = field(default_factory=list)


def room_of(element) -> tuple:
    """Left, top, right and bottom of a text as it is drawn."""
    size, x, y = (float(element.get(name)) for name in ("font-size", "x", "y"))
    long = width(element.text or "", size, bold=element.get("font-weight") == "bold")
    left = {"middle": x - long / 2, "start": x, "end": x - long}[element.get("text-anchor", "start")]
    return left, y - size * 0.76, left + long, y + size * 0.24


def rectangle(element) -> tuple:
    x, y, wide, high = (float(element.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + wide, y + high


def read(svg: str) -> tuple[ET.Element, list[Panel]]:
    root = ET.fromstring(svg.encode())
    return root, [_panel(group) for group in root.iter(f"{SVG}g") if group.get("class") == "panel"]


def _panel(group) -> Panel:
    found = Panel()
    for part in group.iter(f"{SVG}g"):
        kind = part.get("class")
        if kind in {"step", "ghost", "marker"}:
            box = rectangle(next(one for one in part.iter(f"{SVG}rect") if one.get("class") == "box"))
            found.boxes.append(box)
            found.texts.extend((box, room_of(one), one.text or "") for one in part.iter(f"{SVG}text"))
        elif kind == "flow":
            path = next(part.iter(f"{SVG}path")).get("d")
            points = [tuple(map(float, point)) for point in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]
            found.lines.append(
                [(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b in pairwise(points)]
            )
        elif kind == "lane-name":
            lane = rectangle(next(part.iter(f"{SVG}rect")))
            found.texts.extend((lane, room_of(one), one.text or "") for one in part.iter(f"{SVG}text"))
    found.numbers = [room_of(one) for one in group.iter(f"{SVG}text") if one.get("class") == "count"]
    return found


def overlap(one: tuple, other: tuple, by: float = 0.5) -> bool:
    """Whether two rectangles share more than `by` pixels both ways."""
    return min(one[2], other[2]) - max(one[0], other[0]) > by and min(one[3], other[3]) - max(one[1], other[1]) > by


def within(inner: tuple, outer: tuple) -> bool:
    return (
        inner[0] >= outer[0] - 0.1
        and inner[1] >= outer[1] - 0.6
        and inner[2] <= outer[2] + 0.1
        and inner[3] <= outer[3] + 0.6
    )


def faults(svg: str) -> list[str]:
    """Everything that a reader would trip over, in words."""
    root, panels = read(svg)
    page = (0, 0, float(root.get("width")), float(root.get("height")))
    texts = [(room_of(one), one.text or "") for one in root.iter(f"{SVG}text") if one.get("class") != "halo"]
    found = [f"outside the picture: {words}" for room, words in texts if not within(room, page)]
    found += [
        f"texts on one another: {a} / {b}"
        for (one, a), (other, b) in combinations(texts, 2)
        if overlap(one, other, 0.8)
    ]
    for panel in panels:
        found += [f"outside its box: {words}" for box, room, words in panel.texts if not within(room, box)]
        found += ["boxes on one another" for one, other in combinations(panel.boxes, 2) if overlap(one, other)]
        found += ["number on a box" for one in panel.numbers for box in panel.boxes if overlap(one, box)]
        found += [
            f"line through a box {piece} {box}"
            for line in panel.lines
            for piece in line
            for box in panel.boxes
            if _through(piece, box)
        ]
        found += [
            f"lines on one another {one} {other}"
            for first, second in combinations(panel.lines, 2)
            for one in first
            for other in second
            if _along(one, other)
        ]
    return found


def _through(piece: tuple, box: tuple) -> bool:
    """Whether a piece of a line enters a box by more than its border."""
    return min(piece[2], box[2] - 1) >= max(piece[0], box[0] + 1) and min(piece[3], box[3] - 1) >= max(
        piece[1], box[1] + 1
    )


def _along(one: tuple, other: tuple) -> bool:
    """Whether two pieces lie on one another for more than a pixel."""
    for level in (0, 1):
        flat = all(piece[1 - level + 2] - piece[1 - level] < 0.01 for piece in (one, other))
        if flat and abs(one[1 - level] - other[1 - level]) < 1:
            return min(one[level + 2], other[level + 2]) - max(one[level], other[level]) > 1
    return False
