"""A rule that a finding states: what was known of a case, and what was then decided."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.measures.control.choices import Known, Telling


@dataclass(frozen=True)
class Clause:
    """One condition of a rule.

    Attributes:
        about: What it is of.
        value: The amount or the number from which on it holds, or the name.
        holds: False for the contrary: below the value, or another name.
    """

    about: Known
    value: int | str
    holds: bool


@dataclass(frozen=True)
class Rule:
    """Where all clauses hold, the outcome was this one in `count` of `of` cases.

    Attributes:
        clauses: What must hold.
        told_by: How the outcome is known.
        outcome: A value of the outcome column, "passed" or "refused", or the label of the next step.
        count, of: On cases that the rule was not learnt from.
    """

    clauses: tuple[Clause, ...]
    told_by: Telling
    outcome: str
    count: int
    of: int
