"""Boxes: what stands in the box of a step, how high it must be, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.language import Words
from procmap.measures.figures import ActivityFigures
from procmap.report.before_after import font, icons, style
from procmap.report.before_after.badges import MARK_HEIGHT, BadgeLines, badge, badge_height, badge_lines, marks_row, text
from procmap.report.before_after.changes import Badge, Changes
from procmap.report.before_after.durations import duration
from procmap.report.before_after.grid import Rectangle
from procmap.report.before_after.placement import NO_ROLE
from procmap.report.svg import Markup, tag

PADDING = 5.0

STACKED = 6.0
"""Pixels by which the lowest of the sheets that stand for a folded stretch shows."""


@dataclass(frozen=True)
class Content:
    """What a step's box says.

    Attributes:
        full: The label as the log spells it; `label` is the same in lines, in letters of `size`.
        figures: The service where no lane names it, then passages and median sojourn, in lines; none of these for a ghost.
        badges: Of each change.
        marks: Identities of findings, with whether they are accepted.
        lock: Why the step is protected, None where it is not.
        days: Median sojourn in days.
        steps: Of a folded stretch, the labels of its steps.
    """

    full: str
    size: float
    label: tuple[str, ...]
    figures: tuple[str, ...]
    badges: tuple[BadgeLines, ...]
    marks: tuple[tuple[str, bool], ...]
    lock: str | None
    days: float | None
    ghost: bool
    steps: tuple[str, ...] = ()

    @property
    def several(self) -> bool:
        """Whether it stands for more than one step."""
        return len(self.steps) > 1

    @property
    def height(self) -> float:
        """Pixels that all of it needs."""
        small = style.SMALL * style.LEADING + 2
        badges = sum(badge_height(one.lines) for one in self.badges)
        return (
            badges
            + 2 * PADDING
            + self.size * style.LEADING * len(self.label)
            + small * len(self.figures)
            + (MARK_HEIGHT + 2) * bool(self.marks)
            + STACKED * self.several
        )


def content(
    figures: ActivityFigures,
    made: Changes,
    say: Words,
    box: float,
    service: str = NO_ROLE,
    *,
    after: bool,
    ghost: str | None = None,
    new: bool = False,
) -> Content:
    """What the box of an activity says on one side.

    Args:
        figures: The activity.
        made: What is said of steps.
        say: The words.
        box: Width of the box.
        service: The role that does it, where no lane says so.
        after: Whether it is the side after.
        ghost: The kind of change that took the step away, if any did.
        new: Whether the step exists only after.
    """
    name = figures.activity
    size, label = label_lines(name, box - 14)
    badges = made.badges.get(name, ()) if after else ()
    kind = ghost or ("new" if new else None)
    if kind and not badges:
        badges = (Badge("", kind, say(f"picture.kind.{kind}"), (), None),)
    lock = made.locks.get(name) if not ghost else None
    room = box - (40 if lock is not None else 10)
    by = () if service == NO_ROLE else font.wrap(service, style.SMALL, room, lines=None)
    told = (*by, *(() if ghost else _figures(figures, say, room)))
    return Content(
        name,
        size,
        label or (say("picture.no_label"),),
        told,
        tuple(BadgeLines(one.identity, one.kind, badge_lines(one, box)) for one in badges),
        () if after else made.marks.get(name, ()),
        lock,
        figures.sojourn_days,
        bool(ghost),
    )


def label_lines(name: str, room: float) -> tuple[float, tuple[str, ...]]:
    """The size of the letters and the lines: three, in smaller letters if need be; four for what is longer still."""
    found: list[str] = []
    for size, lines in ((style.LABEL, 3), (style.LABEL_SMALL, 3), (style.LABEL_SMALL, 4)):
        found = font.wrap(name, size, room, lines=lines, bold=True)
        if not found or not found[-1].endswith(font.ELLIPSIS):
            return size, tuple(found)
    return style.LABEL_SMALL, tuple(found)


def _figures(figures: ActivityFigures, say: Words, room: float) -> tuple[str, ...]:
    """Passages and median sojourn: in one line where there is room, in two where not; in few words where many have none."""
    keys = ("picture.passages" if figures.instances != 1 else "picture.passages.one", "picture.passages.short")
    told = [say(key, count=figures.instances) for key in keys]
    time = "" if figures.sojourn_days is None else duration(figures.sojourn_days, say)
    for words in told:
        line = " · ".join(filter(None, [words, time]))
        if font.width(line, style.SMALL) <= room:
            return (line,)
    passages = next((words for words in told if font.width(words, style.SMALL) <= room), told[-1])
    return tuple(font.shorten(line, style.SMALL, room) for line in (passages, time) if line)


def step(inside: Content, room: Rectangle, tooltip: str) -> Markup:
    """The box of a step."""
    left, top, right, bottom = room
    changed = bool(inside.badges)
    edge = style.BADGES[inside.badges[0].kind] if changed else style.FLOW
    under = []
    if inside.several:
        bottom -= STACKED
        under = [
            tag("rect", x=left + by, y=top, width=right - left - 2 * by, height=bottom - top + by, rx=5, fill=style.PAPER,
                stroke=style.FLOW)
            for by in (STACKED, STACKED / 2)
        ]
    parts: list[Markup] = [
        tag("title", tooltip),
        *under,
        tag(
            "rect",
            class_="box",
            x=left,
            y=top,
            width=right - left,
            height=bottom - top,
            rx=5,
            fill=style.PAPER if inside.ghost else style.duration_fill(inside.days),
            stroke=edge,
            stroke_width=2.4 if changed else 1.2,
            stroke_dasharray="5 3" if inside.ghost else None,
        ),
    ]
    y = top
    for one in inside.badges:
        parts.append(badge(one, left, y, right))
        y += badge_height(one.lines)
    spare = bottom - y - (inside.height - sum(badge_height(one.lines) for one in inside.badges)) + STACKED * inside.several
    y += PADDING + spare / 2
    middle = (left + right) / 2
    for line in inside.label:
        parts.append(
            text(
                line, middle, y + inside.size, inside.size, bold=True, colour=style.GONE if inside.ghost else style.INK
            )
        )
        if inside.ghost:
            half = min(font.width(line, inside.size, bold=True), right - left - 8) / 2
            parts.append(
                tag(
                    "line",
                    x1=middle - half,
                    x2=middle + half,
                    y1=y + inside.size * 0.65,
                    y2=y + inside.size * 0.65,
                    stroke=style.GONE,
                    class_="strike",
                )
            )
        y += inside.size * style.LEADING
    if inside.lock is not None:
        parts.append(icons.lock(right - icons.SIZE - 6, y + 2, style.INK, inside.lock))
    for line in inside.figures:
        parts.append(text(line, middle, y + style.SMALL + 1, style.SMALL, colour=style.INK))
        y += style.SMALL * style.LEADING + 2
    parts.extend(marks_row(inside.marks, middle, y + 2, right - left - 10))
    steps = str(len(inside.steps)) if inside.steps else None
    by = " ".join(one.identity for one in inside.badges if one.identity) or None
    drawn = "ghost" if inside.ghost else "step"
    return tag("g", *parts, class_=drawn, data_activity=inside.full, data_steps=steps, data_finding=by)
