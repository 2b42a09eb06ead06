"""How often a step is done and what it takes, before and after: what a change makes of it in figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procmap.language import Words
from procmap.measures.figures import ActivityFigures
from procmap.report.audit import Audit
from procmap.report.before_after.durations import duration

COUNTED = frozenset({"removed", "spared", "rarer", "conditional", "bounded"})
TIMED = frozenset({"period", "delegated", "reinforced"})
"""Kinds of change that make a step rarer, and those that make it quicker."""


@dataclass(frozen=True)
class Times:
    """How often each step is done and what it takes, before and after."""

    before: Mapping[str, ActivityFigures]
    after: Mapping[str, ActivityFigures]

    @classmethod
    def of(cls, audit: Audit) -> Times:
        """Of all steps."""
        return cls(*({figures.activity: figures for figures in process.activities} for process in (audit.before, audit.after)))

    def vanishes(self, label: str) -> bool:
        """Whether a step takes place before and not after."""
        becomes = self.after.get(label)
        return label in self.before and (becomes is None or not becomes.instances)

    def same(self, label: str) -> bool:
        """Whether a step takes place as often before and after."""
        was, becomes = self.before.get(label), self.after.get(label)
        return was is not None and becomes is not None and was.instances == becomes.instances

    def rarer(self, label: str) -> bool:
        """Whether a step takes place less often after, but still does."""
        was, becomes = self.before.get(label), self.after.get(label)
        return was is not None and becomes is not None and 0 < becomes.instances < was.instances

    def told(self, label: str, kind: str, say: Words) -> str:
        """What the change makes of the step, as "679 \u2192 613 times" or "2.9 d \u2192 5 h"; "" where that tells nothing."""
        was, becomes = self.before.get(label), self.after.get(label)
        if was is not None and kind == "conditional" and self.vanishes(label):  # so few that the condition leaves none
            return say("picture.change.count", before=was.instances, after=0)
        if was is None or becomes is None or not becomes.instances:
            return ""
        if kind in COUNTED and was.instances != becomes.instances:
            return say("picture.change.count", before=was.instances, after=becomes.instances)
        if kind in TIMED and was.sojourn_days is not None and becomes.sojourn_days is not None:
            before, after = duration(was.sojourn_days, say), duration(becomes.sojourn_days, say)
            return say("picture.change.time", before=before, after=after) if before != after else ""
        return ""
