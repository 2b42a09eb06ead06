"""The case as witness: a diary of one real case, step by step, before and with the plan; no person is named in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from procmap.language import Words, words
from procmap.log import Capability
from procmap.redesign.witness import Witness, WitnessStep
from procmap.report import sentences as say
from procmap.report.audit import Audit
from procmap.report.before_after.durations import duration
from procmap.report.views.frame import time_told

MOST = 40
"""Steps told; of a longer case the others are counted."""

HARDLY = 30 / 86400
"""Days that are no time: half a minute."""

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - local wall time carries no zone


@dataclass(frozen=True)
class Diary:
    """The table, in words.

    Attributes:
        told: What stands above it.
        head: Its columns.
        rows: The cells of each step, and whether it no longer takes place.
        more: What is said of the steps that are left out; "" where none is.
    """

    told: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], bool], ...]
    more: str


def diary(audit: Audit) -> Diary:
    """The diary of the witness; without rows where no case is closed."""
    w, witness = words(audit.language), audit.witness
    if witness is None:
        return Diary((w("report.view.witness.none"),), (), (), "")
    columns = ["view.witness.date", "page.activity", "page.role", "view.witness.wait"]
    if witness.days_after is not None:
        columns += ["view.witness.date_after", "view.witness.wait_after"]
    if _changes(witness):
        columns.append("view.witness.change")
    teller = Teller(w, witness, Capability.FINE_TIMESTAMPS in audit.log.capabilities)
    left_out = len(witness.steps) - MOST
    return Diary(
        tuple(_told(w, witness)),
        tuple(w(f"report.{name}") for name in columns),
        tuple((teller.row(step), step.gone) for step in witness.steps[:MOST]),
        w("report.view.witness.more", count=left_out) if left_out > 0 else "",
    )


def _changes(witness: Witness) -> bool:
    """Whether there is a column on what changes: the steps that go, and where the replay dates the others, how much they gain."""
    return witness.days_after is not None or (witness.planned and any(step.gone for step in witness.steps))


def _told(w: Words, witness: Witness) -> list[str]:
    """What the case is, how long it takes, and what the plan makes of it."""
    days = time_told(w, witness.days)
    told = [w("report.view.witness.intro")]
    told.append(
        w("report.view.witness.nameless", days=days) if witness.name is None
        else w("report.view.witness.named", case=say.label(w, witness.name), days=days)
    )  # fmt: skip
    if not witness.planned:
        return [*told, w("report.view.witness.no_plan")]
    if witness.days_after is None:
        return [*told, w("report.view.witness.undated" + ("" if _changes(witness) else "_none"))]
    if witness.days_after >= witness.days - HARDLY and not any(step.gone for step in witness.steps):
        return [*told, w("report.view.witness.same")]
    return [*told, w("report.view.witness.after", days=time_told(w, witness.days_after))]


@dataclass(frozen=True)
class Teller:
    """Tells the moments of a case: days and times, or without its dates the days since it came in.

    Attributes:
        w: The words.
        witness: The case.
        fine: Whether the log knows times of day.
    """

    w: Words
    witness: Witness
    fine: bool

    def row(self, step: WitnessStep) -> tuple[str, ...]:
        """The cells of a step."""
        name = self.w("report.view.witness.rest") if step.activity is None else say.label(self.w, step.activity)
        role = "–" if step.role is None else say.label(self.w, step.role)
        cells = (self.moment(step.at), name, role, self.wait(step.wait))
        if not _changes(self.witness):
            return cells
        if self.witness.days_after is None:
            return (*cells, self.change(step))
        then = ("–", "–") if step.gone else (self.moment(step.at_after), self.wait(step.wait_after))
        return (*cells, *then, self.change(step))

    def moment(self, at: int | None) -> str:
        """A moment: its day, with the time where there is one."""
        if at is None:
            return self.w("report.view.witness.implausible")
        moment, came = (EPOCH + dt.timedelta(microseconds=value) for value in (at, self.witness.arrival))
        if self.witness.name is None:
            return self.w("report.view.witness.day", number=(moment.date() - came.date()).days)
        timed = self.fine and moment.time() != dt.time()
        return self.w.date(moment.date()) + (f", {moment:%H:%M}" if timed else "")

    def wait(self, days: float | None) -> str:
        """The time before a step."""
        if days is None:
            return "–"
        if days >= HARDLY:
            return duration(days, self.w)
        return self.w("report.view.witness." + ("at_once" if self.fine else "same_day"))

    def change(self, step: WitnessStep) -> str:
        """What the plan does to a step."""
        if step.gone:
            return self.w("report.view.witness.gone")
        if step.at is None or step.at_after is None:
            return "–"
        earlier = (step.at - step.at_after) / 86_400_000_000
        return self.w("report.view.witness.earlier", time=duration(earlier, self.w)) if earlier >= HARDLY else "–"
