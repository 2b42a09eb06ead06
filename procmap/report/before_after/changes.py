"""What the picture says of each step: the changes accepted, the marks of other findings, the locks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from procmap.findings import Automate, Edit, Finding, Grade, LegalStatus, Operation
from procmap.language import Words
from procmap.report.audit import Audit
from procmap.report.before_after.edit_words import edit_words, in_one_line
from procmap.report.before_after.times import COUNTED, Times
from procmap.report.quantities import Quantity
from procmap.report.shares import Shares

KINDS: Mapping[str, str] = {
    Operation.REMOVE: "removed",
    Operation.CONDITION: "conditional",
    Operation.BOUND_LOOP: "bounded",
    Operation.SET_PERIOD: "period",
    Operation.AUTOMATE: "automated",
    "merge": "merged",
    Operation.ASSIGN: "delegated",
    Operation.PARALLELISE: "parallel",
    Operation.MOVE: "moved",
    Operation.CAPACITY: "reinforced",
}
"""The kind of change that an edit makes to a step."""


@dataclass(frozen=True)
class Badge:
    """A change to a step, as its badge says it.

    Attributes:
        identity: Of the finding, "" where none is the cause.
        kind: One of KINDS' values, or spared, rarer, gone, new.
        words: The kind in words.
        details: The condition, the period or the share; how often or how long before and after.
        said: The kind with its condition, in one line: what else is drawn of the change says it in these words.
        gain: What it brings, None on the other steps of the same change.
    """

    identity: str
    kind: str
    words: str
    details: tuple[str, ...]
    gain: str | None
    said: str = ""


@dataclass(frozen=True)
class Change:
    """A finding with a change: its badge, its steps, and its part of the plan in days per case (positive: saved)."""

    finding: Finding
    edit: Edit
    kind: str
    days: Quantity | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """Labels of the steps that it changes."""
        return self.edit.activities or self.finding.activities


@dataclass(frozen=True)
class Changes:
    """All that is said about steps, by activity.

    Attributes:
        accepted: In the plan's order.
        others: Findings of grade A or B with a change that is not accepted.
        badges: For the side after.
        marks: Identities for the side before, with whether they are accepted.
        locks: Why a step is protected.
    """

    accepted: tuple[Change, ...] = ()
    others: tuple[Finding, ...] = ()
    badges: Mapping[str, tuple[Badge, ...]] = field(default_factory=dict)
    marks: Mapping[str, tuple[tuple[str, bool], ...]] = field(default_factory=dict)
    locks: Mapping[str, str] = field(default_factory=dict)

    @property
    def concerned(self) -> frozenset[str]:
        """Activities that must be shown."""
        return frozenset(self.badges) | frozenset(self.marks)


def decimals(audit: Audit) -> int:
    """Digits after the point that all days of cycle time are shown with, as on every page."""
    return Shares.of(audit).days_places


def changes(audit: Audit, say: Words, protected: Mapping[str, str] | None = None) -> Changes:
    """Read the plan; `protected` adds steps with the reason of their protection to those that findings name."""
    labels = {figures.activity for figures in (*audit.before.activities, *audit.after.activities) if figures.instances}
    accepted, times = _accepted(audit), Times.of(audit)
    taken = {change.finding.identity for change in accepted}
    others = tuple(
        finding
        for finding in audit.findings
        if finding.grade in {Grade.A, Grade.B} and finding.identity not in taken and edit_of(finding) is not None
    )
    badges: dict[str, list[Badge]] = {}
    for change in accepted:
        for label, badge in _badges(change, labels, times, say):
            badges.setdefault(label, []).append(badge)
    marks: dict[str, list[tuple[str, bool]]] = {}
    for finding in audit.findings:
        if finding.identity in taken or finding in others:
            for label in _touched(finding, labels):
                marks.setdefault(label, []).append((finding.identity, finding.identity in taken))
    return Changes(
        accepted,
        others,
        {label: tuple(all_) for label, all_ in badges.items()},
        {label: tuple(all_) for label, all_ in marks.items()},
        _locks(audit, protected or {}),
    )


def edit_of(finding: Finding) -> Edit | None:
    """The change that is proposed."""
    return finding.prudent or finding.whole


def gained(days: Quantity, say: Words) -> str:
    """−2,7 j: what a change takes off (or adds to) the days per case."""
    text = days.number(say) if days.less else say.number(-days.value, days.places)
    signed = days.less or text.startswith("\u2212") or not text.strip("0.,")
    return say("picture.days", days=text if signed else f"+{text}")


def alone(change: Change, shares: Shares, say: Words) -> str | None:
    """What a change takes off without the others, named as such; None where that is what it takes off with them."""
    gain = change.finding.gain
    if gain is None:
        return None
    amount = shares.alone(change.finding.identity, gain.expected_office_hours.estimate, gain.expected_days.estimate)
    own = gained(amount.days, say)
    return None if change.days is not None and own == gained(change.days, say) else say("picture.alone", gain=own)


def said(change: Change, made: Changes, say: Words) -> str:
    """An accepted change in the words of its badges, each once: what it does to its first step, then to the others."""
    badges = (badge for label in change.steps for badge in made.badges.get(label, ()) if badge.identity == change.finding.identity)
    return " · ".join(dict.fromkeys(badge.said for badge in badges)) or in_one_line(*edit_words(change.edit, change.kind, say), say)


def proposed(change: Change, say: Words) -> str:
    """A change in words, as something to do."""
    words, detail = edit_words(change.edit, change.kind, say)
    if words == say(f"picture.kind.{change.kind}"):
        words = say(f"picture.propose.{change.kind}")
    return in_one_line(words, detail, say)


def _accepted(audit: Audit) -> tuple[Change, ...]:
    by_identity = {finding.identity: finding for finding in audit.findings}
    shares = {identity: part.days for identity, part in Shares.of(audit).parts.items()}
    found = []
    for identity in audit.plan.accepted:
        finding = by_identity.get(identity)
        edit = edit_of(finding) if finding else None
        if finding is None or edit is None:
            continue
        own = Quantity.of(finding.gain.expected_days.estimate, decimals(audit)) if finding.gain else None
        days = shares.get(identity, own)
        found.append(Change(finding, edit, KINDS.get(edit.op, "changed"), days))
    return tuple(found)


def _touched(finding: Finding, labels: set[str]) -> list[str]:
    edit = edit_of(finding)
    named = (*finding.activities, *(edit.activities if edit else ()))
    return [label for label in dict.fromkeys(named) if label in labels]


def _badges(change: Change, labels: set[str], times: Times, say: Words) -> list[tuple[str, Badge]]:
    """A badge for each step that the edit touches; the first one carries the gain, for it is of all together."""
    found: list[tuple[str, Badge]] = []
    gain = None if change.days is None else gained(change.days, say)
    kinds = {label: kind_of(change, label, times) for label in change.steps if label in labels}
    # of a loop, the steps that are done as often as before have nothing to say
    told_of = [label for label, kind in kinds.items() if kind not in COUNTED or not times.same(label)] or list(kinds)
    for label in told_of:
        if label not in dict(found):
            kind = kinds[label]
            words, detail = edit_words(change.edit, kind, say)
            if isinstance(change.edit, Automate) and label in change.edit.kept:
                words = say("picture.kind.electronic")
            counted = times.told(label, kind, say)
            # a share says less than the counts that it makes
            # what is drawn without counts says the same
            said_ = in_one_line(words, detail if kind == "conditional" else "", say)
            detail = detail if kind == "conditional" or not counted else ""
            told = tuple(filter(None, [detail, counted]))
            found.append((label, Badge(change.finding.identity, kind, words, told, gain, said_)))
            gain = None
    return found


def kind_of(change: Change, label: str, times: Times) -> str:
    """What a change makes of one of its steps, which may be other than what it makes of the first."""
    kind, edit = change.kind, change.edit
    if kind == "bounded" and label in getattr(edit, "returns", ()):
        kind = "spared"
    if kind == "automated" and (times.vanishes(label) or (isinstance(edit, Automate) and edit.kept and label not in edit.kept)):
        kind = "removed"
    if kind in {"removed", "spared"} and (getattr(edit, "share", 1.0) < 1 or times.rarer(label)) and not times.vanishes(label):
        return "rarer"  # it is still done in other cases, and the counts beside it say so
    return kind


def kind_drawn(change: Change, made: Changes) -> str:
    """The kind of change that the first of its badges shows: its bar has the same colour."""
    drawn = (badge for label in change.steps for badge in made.badges.get(label, ()) if badge.identity == change.finding.identity)
    return next((badge.kind for badge in drawn), change.kind)


def _locks(audit: Audit, protected: Mapping[str, str]) -> dict[str, str]:
    found = dict(protected)
    for finding in (*audit.findings, *audit.minor):
        if finding.legal.status == LegalStatus.LEGAL:
            for label in finding.legal.steps or finding.activities:
                found.setdefault(label, finding.legal.basis or "")
    return found
