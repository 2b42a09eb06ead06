"""A procedure pack as a whole: what it protects, what a report may cite of it, what is out of date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from procmap.language.words import Bilingual
from procmap.procedures.packs.legal import Legal
from procmap.procedures.packs.types import Act, Comparator, Constraint, Deadline, Pathology, Role, Session, Step
from procmap.procedures.packs.vocabulary import Kind, May, Rule, Sensitive, Shield

CHANGING = (("merge", May.MERGE), ("automate", May.AUTOMATE), ("set_period", May.UNBATCH))
"""Edits, by their `op`, that a protected step allows only where its `may` says so."""

ANY_DAY = frozenset({Kind.SIGNATURE, Kind.APPROVAL})
"""Steps that wait for no session where they may be delegated: who may sign, may sign on any day."""


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

    def __hash__(self) -> int:
        """By its name: what is known of a pack is asked for it again and again, and its whole content takes long to hash."""
        return hash(self.identity)

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
            return ("remove", "condition", "merge", "automate", "move", "set_period", "assign", "capacity")
        if not step.shield.by_law:
            return ()
        ordered = {Rule.PRECEDENCE, Rule.MIN_DELAY}
        moves = any(c.rule in ordered and c.by.by_law and step.identity in c.first + c.then for c in self.constraints)
        any_day = step.kind in ANY_DAY and May.DELEGATE in step.may
        kept = [op for op, may in CHANGING if may not in step.may and not (any_day and may == May.UNBATCH)]
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
