"""What a procedure pack says: steps and what protects them, rules between steps, deadlines, pathologies, levers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from procmap.language.words import Bilingual
from procmap.procedures.packs.legal import Legal
from procmap.procedures.packs.vocabulary import Clock, Effort, Kind, Lever, May, Medium, Rule, Sensitive, Shield


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

    @property
    def phrases(self) -> tuple[str, ...]:
        """All that the step is called, names first."""
        return (self.name.fr, self.name.en, *(text for _, texts in self.synonyms for text in texts))


@dataclass(frozen=True)
class Constraint:
    """A rule between steps; `first` come before `then`, or are kept apart from them.

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
    """A dated figure to compare with, its source and the day by which it is to be looked at again."""

    name: Bilingual
    value: float
    unit: str
    valid_from: dt.date | None
    source: str
    checked_on: dt.date
    review_by: dt.date
    basis: tuple[str, ...]


@dataclass(frozen=True)
class Lowered:
    """A protection by law that an own pack lowers or leaves out (`now` is None), and the reason given for the report."""

    step: str
    was: Shield
    now: Shield | None
    reason: str


@dataclass(frozen=True)
class Stale:
    """Something past its review date: `what` is "pack", "legal" or "comparator"."""

    what: str
    name: str
    review_by: dt.date


@dataclass(frozen=True)
class Pack:
    """A procedure.

    Attributes:
        telling: Steps that no other procedure has: one of them at least must be in a log for the pack to be proposed.
        legal: The register as the pack sees it, the shipped references and its own.
        extends: The shipped pack that it begins from.
        lowered: What it protects less than that one.
    """

    identity: str
    name: Bilingual
    case: Bilingual
    law_checked_on: dt.date
    review_by: dt.date
    sensitive: Sensitive
    tools: tuple[str, ...]
    roles: tuple[Role, ...]
    telling: tuple[str, ...]
    steps: tuple[Step, ...]
    constraints: tuple[Constraint, ...]
    deadlines: tuple[Deadline, ...]
    pathologies: tuple[Pathology, ...]
    levers: tuple[Act, ...]
    sessions: tuple[Session, ...]
    comparators: tuple[Comparator, ...]
    not_required: tuple[Bilingual, ...]
    legal: tuple[Legal, ...]
    extends: str | None = None
    lowered: tuple[Lowered, ...] = ()

    @property
    def smallest_group(self) -> int:
        """Fewer people than this are not described: five, ten where the log is about staff or care."""
        return 5 if self.sensitive == Sensitive.NONE else 10

    def step(self, identity: str) -> Step:
        """The step of that identity; KeyError where there is none."""
        return {step.identity: step for step in self.steps}[identity]

    def basis(self, references: tuple[str, ...]) -> tuple[Legal, ...]:
        """The references that a report may cite; those of confidence "verify" are held out."""
        return tuple(found for found in self._legal(references) if found.firm)

    def held_out(self, references: tuple[str, ...] | None = None) -> tuple[Legal, ...]:
        """References that protect and are not to be cited as facts; of the whole pack where none are given."""
        return tuple(found for found in self._legal(self.cited if references is None else references) if not found.firm)

    @property
    def cited(self) -> tuple[str, ...]:
        """All references that the pack makes, each once."""
        parts = (self.steps, self.constraints, self.deadlines, self.levers, self.sessions, self.comparators)
        return tuple(dict.fromkeys(ref for part in parts for one in part for ref in one.basis))

    def forbids(self, step: Step) -> tuple[str, ...]:
        """Edits, by their `op`, that the protection of the step does not allow."""
        if step.shield == Shield.CONTRACT:
            return ("remove", "condition", "merge", "automate", "move")
        if not step.shield.by_law:
            return ()
        ordered = {Rule.PRECEDENCE, Rule.MIN_DELAY}
        moves = any(c.rule in ordered and c.by.by_law and step.identity in c.first + c.then for c in self.constraints)
        kept = [op for op, may in (("merge", May.MERGE), ("automate", May.AUTOMATE)) if may not in step.may]
        return ("remove", "condition", *kept, *(("move",) if moves else ()))

    def stale(self, today: dt.date) -> tuple[Stale, ...]:
        """What is past its review date on that day: the pack itself, the references it makes, its comparators."""
        found = [Stale("pack", self.identity, self.review_by)]
        found += [Stale("legal", one.basis, one.review_by) for one in self._legal(self.cited)]
        found += [Stale("comparator", one.name.fr, one.review_by) for one in self.comparators]
        return tuple(one for one in found if one.review_by < today)

    def _legal(self, references: tuple[str, ...]) -> tuple[Legal, ...]:
        known = {one.identity: one for one in self.legal}
        return tuple(known[reference] for reference in references)
