"""From ways to lines: the tracks of both sides give corridors and gaps their size, and every run its coordinate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from procmap.report.before_after.grid import LEAVE, MARKER, Grid, Point, Rectangle, across, grid
from procmap.report.before_after.placement import Key, Sheet, Side
from procmap.report.before_after.routing import Run, Way, route
from procmap.report.before_after.tracks import PITCH, Port, Stretch, ordered, ports

Name = tuple[int, int]
"""A run: which way, which of its runs."""


@dataclass(frozen=True)
class Laid:
    """A sheet with its lines.

    Attributes:
        grids: Of each side that is drawn; both have the same rows.
        lines: The corner points of each flow of each side, in its order.
    """

    grids: tuple[Grid, ...]
    lines: tuple[tuple[tuple[Point, ...], ...], ...]

    @property
    def box(self) -> float:
        """Width of a box."""
        return self.grids[0].box

    @property
    def height(self) -> float:
        """How high the rows are together."""
        return self.grids[0].height

    @property
    def widths(self) -> tuple[float, ...]:
        """How wide each side is."""
        return tuple(grid.edges[-1] for grid in self.grids)


@dataclass(frozen=True)
class _Down:
    """The runs down of one side: their distance from the lane's middle or their track, and each corridor's tracks."""

    ways: tuple[Way, ...]
    places: Mapping[Name, float]
    tracks: Mapping[int, int]


def lay(sheet: Sheet, box: float, heights: list[float], *, least: float, sides: int) -> Laid:
    """Give a sheet its coordinates.

    Args:
        sheet: What stands where.
        box: Width of a box.
        heights: Height of each row's boxes.
        least: The panel is at least so wide.
        sides: 1 where only the side before is drawn, else 2.
    """
    shown = (sheet.before, sheet.after)[:sides]
    downs = [_down(side, len(side.lanes), box, sheet.bands.keys()) for side in shown]
    corridors = [
        across(len(side.lanes), box, wide, least) for side, wide in zip(shown, _corridors(shown, downs), strict=True)
    ]
    xs = [_xs(down, own, box) for down, own in zip(downs, corridors, strict=True)]
    gaps = [_gaps(down.ways, x) for down, x in zip(downs, xs, strict=True)]
    tracks = [max(count.get(gap, 0) for _, count in gaps) for gap in range(sheet.rows + 1)]
    grids = [grid(box, own, heights, tracks, sheet.bands.keys()) for own in corridors]
    lines = [
        _lines(side, down.ways, x, _ys(down.ways, gap, sized, side), sized)
        for side, down, x, gap, sized in zip(shown, downs, xs, gaps, grids, strict=True)
    ]
    return Laid(tuple(grids), tuple(lines))


def _corridors(shown: Sequence[Side], downs: Sequence[_Down]) -> list[list[int]]:
    """The tracks of each corridor of each side: as many as on the other side where both have the same lanes."""
    counted = [[down.tracks.get(at, 0) for at in range(len(side.lanes) + 1)] for side, down in zip(shown, downs, strict=True)]
    if len({side.lanes for side in shown}) > 1:
        return counted
    return [[max(tracks) for tracks in zip(*counted, strict=True)]] * len(counted)


def _down(side: Side, lanes: int, box: float, bands: AbstractSet[Key]) -> _Down:
    ways = route(side, lanes, bands)
    places: dict[Name, float] = {}
    tracks: dict[int, int] = {}
    runs = [((number, step), run, way) for number, way in enumerate(ways) for step, run in enumerate(way.runs)]
    for lane in range(lanes):
        own = [(name, run, way) for name, run, way in runs if run.kind == "lane" and run.index == lane]
        wanted = [_port(name, run, way, box) for name, run, way in own]
        places.update(zip((name for name, _, _ in own), ports(wanted), strict=True))
    for corridor in range(lanes + 1):
        here = [(name, run) for name, run, _ in runs if run.kind == "corridor" and run.index == corridor]
        found = ordered(
            [Stretch(run.low, run.high, ((run.low, run.ends[0]), (run.high, run.ends[1]))) for _, run in here], 0.5
        )
        places.update((name, float(track)) for (name, _), track in zip(here, found, strict=True))
        tracks[corridor] = max(found, default=-1) + 1
    return _Down(ways, places, tracks)


def _port(name: Name, run: Run, way: Way, box: float) -> Port:
    """Straight ways take the middle; the others the side that they come from or go to."""
    keys = [way.edge.source] if name[1] == 0 else []
    if name[1] == len(way.runs) - 1:
        keys.append(way.edge.target)
    limit = min((MARKER[0] if key[0] in {"start", "end"} else box) / 2 - 10 for key in keys)
    side = sum(run.ends)
    straight = len(way.runs) == 1
    return Port(run.low, run.high, side * limit * 0.5, limit, way.edge.count * (4 if straight else 1) + straight)


def _xs(down: _Down, corridors: list[tuple[float, float]], box: float) -> dict[Name, float]:
    """The place of every run down."""
    found = {}
    for (number, step), place in down.places.items():
        run = down.ways[number].runs[step]
        if run.kind == "lane":
            found[number, step] = sum(corridors[run.index]) + box / 2 + place
        else:
            left, width = corridors[run.index]
            found[number, step] = left + width / 2 + (place - (down.tracks[run.index] - 1) / 2) * PITCH
    return found


def _gaps(ways: tuple[Way, ...], xs: dict[Name, float]) -> tuple[dict[Name, int], dict[int, int]]:
    """The track of each run across a gap, and how many tracks each gap has."""
    by_gap: dict[int, list[tuple[Name, Stretch]]] = {}
    for number, way in enumerate(ways):
        for step, run in enumerate(way.runs):
            if run.kind == "gap":
                ends = tuple((xs[number, near], _vertical(way.runs[near], run.index)) for near in (step - 1, step + 1))
                low, high = sorted(place for place, _ in ends)
                by_gap.setdefault(run.index, []).append(((number, step), Stretch(low, high, ends)))
    tracks: dict[Name, int] = {}
    counts: dict[int, int] = {}
    for gap, runs in sorted(by_gap.items()):
        found = ordered([stretch for _, stretch in runs], 6)
        tracks.update((name, track) for (name, _), track in zip(runs, found, strict=True))
        counts[gap] = max(found) + 1
    return tracks, counts


def _vertical(run: Run, gap: int) -> int:
    """Whether a run down goes on below (+1) or above (-1) a gap; one within the gap goes to the box beside it."""
    if run.low == run.high == 2 * gap:
        return -1 if run.ends[0] == 0 else 1
    return 1 if run.high > 2 * gap else -1


def _ys(
    ways: tuple[Way, ...], gaps: tuple[dict[Name, int], dict[int, int]], sized: Grid, side: Side
) -> dict[Name, float]:
    """The height of every run across."""
    found = {}
    beside: dict[tuple[int, int], list[tuple[Name, Run, float]]] = {}
    level: set[tuple[int, int]] = set()
    for number, way in enumerate(ways):
        for step, run in enumerate(way.runs):
            if run.kind == "gap":
                above = sized.rows[run.index - 1][1] if run.index else 0.0
                found[number, step] = above + LEAVE + gaps[0][number, step] * PITCH
            elif run.kind == "level":
                found[number, step] = (sized.rows[run.index][0] + sized.rows[run.index][1]) / 2
                level.update((run.index, corridor) for corridor in range(min(run.low, run.high) + 1, max(run.low, run.high) + 1))
            elif run.kind == "side":
                key = way.edge.source if step == 0 else way.edge.target
                _, top, _, bottom = sized.rectangle(key, side.cells[key])
                far = way.runs[1]
                other = far.low + far.high - (2 * run.index + 1)
                beside.setdefault((run.index, run.low), []).append(((number, step), run, (bottom - top) / 2))
                found[number, step] = other
    for (row, corridor), stubs in sorted(beside.items()):
        half = min(room for _, _, room in stubs) * 0.66
        centre = (sized.rows[row][0] + sized.rows[row][1]) / 2
        stubs.sort(key=lambda stub: (stub[1].ends[0], found[stub[0]], stub[0]))
        kept = (row, corridor) in level  # its middle is taken
        places = len(stubs) + (1 + len(stubs) % 2) * kept
        gap = min(10.0, 2 * half / max(places - 1, 1))
        spots = [place for place in range(places) if not kept or place != places // 2]
        for place, (name, _, _) in zip(spots, stubs, strict=False):
            found[name] = centre + (place - (places - 1) / 2) * gap
    return found


def _lines(
    side: Side, ways: tuple[Way, ...], xs: dict[Name, float], ys: dict[Name, float], sized: Grid
) -> tuple[tuple[Point, ...], ...]:
    found = []
    for number, way in enumerate(ways):
        source, target = (sized.rectangle(key, side.cells[key]) for key in (way.edge.source, way.edge.target))
        last = len(way.runs) - 1
        start = _port_of(way.runs[0], source, xs.get((number, 0)), ys.get((number, 0)), low=source[3])
        stop = _port_of(way.runs[last], target, xs.get((number, last)), ys.get((number, last)), low=target[1])
        corners = []
        for step in range(last):
            one, two = (number, step), (number, step + 1)
            corners.append((xs[one], ys[two]) if one in xs else (xs[two], ys[one]))
        found.append((start, *corners, stop))
    return tuple(found)


def _port_of(run: Run, room: Rectangle, x: float | None, y: float | None, *, low: float) -> Point:
    """Where a way leaves or enters a box: at its side, or at the height `low` of its top or bottom."""
    if run.kind == "level":
        leaves, goes_right = low == room[3], run.low < run.high
        return (room[2] if leaves == goes_right else room[0]), y or 0.0
    if run.kind == "side":
        return (room[0] if run.low <= run.high else room[2]), y or 0.0
    return x or 0.0, low
