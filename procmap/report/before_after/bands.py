"""What the band of a folded stretch says: how many steps, of how many services, and the time that a case spends in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from procmap.language import Words
from procmap.report.audit import Audit
from procmap.report.before_after import font, icons
from procmap.report.before_after.boxes import Content, label_lines
from procmap.report.before_after.durations import duration
from procmap.report.before_after.folding import Stretch
from procmap.report.before_after.style import LABEL_SMALL, SMALL


@dataclass(frozen=True)
class Band:
    """A stretch on one side.

    Attributes:
        stretch: Its steps.
        told: What is said of it, a sentence each: with the names of the services, and with their number.
        lock: Which of its steps a text protects, and by which; None where none is.
        short: Whether it takes as little room as can be.
    """

    stretch: Stretch
    told: tuple[tuple[str, ...], ...]
    lock: str | None
    short: bool

    def content(self, say: Words, box: float) -> Content:
        """What stands in its box: with the names of the services where there is room for them, else with their number."""
        name = font.one_line(self.stretch.name) or say("picture.no_label")
        if self.short:
            whole = " · ".join([name, *self.told[-1]])
            if font.width(whole, LABEL_SMALL, bold=True) <= box - 12 - 2 * (icons.SIZE + 6) * (self.lock is not None):
                return self._content(LABEL_SMALL, (whole,), ())
        size, label = label_lines(name, box - 14)
        room = box - 12 - 2 * (icons.SIZE + 6) * (self.lock is not None)
        named, counted = self.told[0], self.told[-1]
        lines = font.wrap(" · ".join(named), SMALL, room, lines=1 if self.short else 2)
        if lines[-1].endswith(font.ELLIPSIS):
            whole = " · ".join(counted)
            told = (whole,) if font.width(whole, SMALL) <= room else counted
            lines = [line for words in told for line in font.wrap(words, SMALL, room, lines=8)]
        return self._content(size, label, tuple(lines))

    def _content(self, size: float, label: tuple[str, ...], told: tuple[str, ...]) -> Content:
        return Content(
            self.stretch.name, size, label, told, (), (), self.lock, None, ghost=False, steps=self.stretch.labels
        )  # fmt: skip


def bands_of(
    audit: Audit, stretches: Mapping[str, Stretch], locks: Mapping[str, str], say: Words, *, after: bool, short: bool
) -> dict[str, Band]:
    """The bands of one side, by the names of their stretches."""
    return {name: replace(_band(audit, one, locks, say, after=after), short=short) for name, one in stretches.items()}


def _band(audit: Audit, one: Stretch, locks: Mapping[str, str], say: Words, *, after: bool) -> Band:
    held = [label for label in one.labels if label in locks]
    several = len(one.labels) > 1
    changed = bool(audit.plan.accepted)  # where nothing changes, that steps stay is nothing to say of some of them
    kind = ("picture.stretch" if changed else "picture.stretch.seen") if several else "picture.stretch.single"
    steps = say(kind if several or changed else "picture.stretch.seen.single", count=len(one.labels))
    services = say("picture.stretch.services", steps=steps, count=len(one.roles)) if len(one.roles) > 1 else steps
    named = ", ".join(map(font.one_line, one.roles))
    said = [say("picture.stretch.named", steps=steps, services=named) if named else steps, services]
    if held:
        key = f"picture.stretch.protected{'' if len(held) > 1 else '.one' if several else '.single'}"
        said = [say(key, steps=words, count=len(held)) for words in said]
    more: tuple[str, ...] = ()
    rows = [row for row in audit.time if row.activity in one.labels]
    if rows:
        # what is not touched takes no longer, whatever a session makes of the replay
        share = sum(min(row.after_share, row.share) if after else row.share for row in rows)
        more = (say("picture.stretch.time", time=duration(share * audit.before.cycle_time.mean_days, say)),)
    lock = "; ".join(f"{font.one_line(label)}: {locks[label]}" for label in held) or None
    return Band(one, tuple((words, *more) for words in said), lock, short=False)
