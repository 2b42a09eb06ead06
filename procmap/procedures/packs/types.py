"""The parts of a procedure pack: steps and what protects them, rules between steps, deadlines, pathologies, levers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from procmap.language.words import Bilingual, Words
from procmap.procedures.packs.vocabulary import Clock, Effort, Kind, Lever, May, Medium, Rule, Shield


@dataclass(frozen=True)
class Role:
    """Who does a step: its name, and words that labels and departments use for it."""

    identity: str
    name: Bilingual
    words: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One step of a procedure.

    Attributes:
        identity: Of the step in its pack.
        name: In both languages; a label may be the name itself.
        synonyms: Other labels, by language.
        codes: (tool, what its exports call the step); matched whole.
        roles: Who does it, most usual first.
        media: Where it takes place.
        kind: What is done.
        shield: What protects it.
        basis: References of the register.
        may: What may still be changed.
        note: Why it is protected, or why it is not.
        amend: Of a local rule: the text to amend, and who votes it.
        reason: Why an own pack protects it less than the shipped one.
    """

    identity: str
    name: Bilingual
    synonyms: tuple[tuple[str, tuple[str, ...]], ...]
    codes: tuple[tuple[str, tuple[str, ...]], ...]
    roles: tuple[str, ...]
    media: tuple[Medium, ...]
    kind: Kind
    shield: Shield
    basis: tuple[str, ...]
    may: tuple[May, ...]
    note: Bilingual | None = None
    reason: str | None = None
    amend: Bilingual | None = None

    @property
    def phrases(self) -> tuple[str, ...]:
        """All that the step is called, names first."""
        return (self.name.fr, self.name.en, *(text for _, texts in self.synonyms for text in texts))


@dataclass(frozen=True)
class Constraint:
    """A rule between steps; `first` come before `then`, or are kept apart from them, or no case reaches `then` without them.

    Attributes:
        rule: Which.
        first, then: Steps; `then` is empty for rules about one step.
        days: Of a minimum delay, on the clock.
        unless: A step that lifts the delay once it has taken place.
        role: Who alone may do the step (same_role).
        by: What imposes it.
        basis: References of the register.
        when: Where it holds, if not always.
        told: What a breach is called.
    """

    rule: Rule
    first: tuple[str, ...]
    then: tuple[str, ...]
    days: int | None
    clock: Clock | None
    unless: str | None
    role: str | None
    by: Shield
    basis: tuple[str, ...]
    when: Bilingual | None
    told: Bilingual | None


@dataclass(frozen=True)
class Pause:
    """A step that interrupts a term, the step that lets it run again, and what is then left at least.

    Attributes:
        at, until: The steps.
        before: The step before which alone the interruption counts.
        restart: Least number of units left on return; the balance if greater.
    """

    at: str
    until: str
    before: str | None
    restart: int


@dataclass(frozen=True)
class Deadline:
    """A term: from the latest of some steps to one step, within so many units of a clock.

    A `target` is a customary share of the term, no obligation.
    """

    identity: str
    name: Bilingual
    start: tuple[str, ...]
    end: str
    within: int
    clock: Clock
    pause: Pause | None
    target: bool
    when: Bilingual | None
    consequence: Bilingual | None
    basis: tuple[str, ...]


@dataclass(frozen=True)
class Pathology:
    """What often ails the procedure: patterns of the catalogue at some steps, and the levers of the pack against it."""

    name: Bilingual
    patterns: tuple[str, ...]
    steps: tuple[str, ...]
    levers: tuple[str, ...]


@dataclass(frozen=True)
class Act:
    """A lever of the pack: what it takes, who decides, what comes first."""

    identity: str
    name: Bilingual
    lever: Lever
    effort: Effort
    decides: Bilingual
    prerequisites: tuple[Bilingual, ...]
    caution: Bilingual | None
    basis: tuple[str, ...]


@dataclass(frozen=True)
class Session:
    """A step that takes place in sessions, and how many a text asks for at least."""

    step: str
    name: Bilingual
    minimum: Bilingual | None
    basis: tuple[str, ...]


@dataclass(frozen=True)
class Comparator:
    """A dated figure to compare with.

    Attributes:
        name: What it measures.
        value, unit: How much; of a length of time, days.
        valid_from: The day from which it holds.
        source: Who says so.
        checked_on, review_by: When that was looked up, and when it is to be again.
        basis: References of the register.
        deadline: The deadline of the pack whose length it is: cases of a log are counted between the same steps.
    """

    name: Bilingual
    value: float
    unit: str
    valid_from: dt.date | None
    source: str
    checked_on: dt.date
    review_by: dt.date
    basis: tuple[str, ...]
    deadline: str | None

    def told(self, w: Words) -> str:
        """The figure with its unit; of a length of time in words of the language."""
        unit = w("report.unit.days.many") if self.deadline else self.unit
        return f"{w.number(self.value, 0 if self.value == int(self.value) else 1)}\u00a0{unit}"
