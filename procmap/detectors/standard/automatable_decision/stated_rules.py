"""The leaves of a tree as rules that a finding can state."""

from __future__ import annotations

from procmap.findings import Clause, Rule
from procmap.measures.control.choices import Choices, Known
from procmap.statistics.decision_rules import Leaf

UNIT = 100
"""Smallest units in one unit of money."""

SIGNS = {(True, False): ">=", (False, False): "<", (True, True): "=", (False, True): "!="}


def stated(told: Choices, leaf: Leaf, count: int, of: int) -> Rule:
    """The leaf in the values of the log, with how often it held."""
    clauses = []
    for clause in leaf.clauses:
        value = clause.value if told.features[clause.feature].ordered else told.names[clause.feature][clause.value]
        clauses.append(Clause(tuple(Known)[clause.feature], value, clause.holds))
    return Rule(_shortest(clauses), told.told_by, told.outcomes[leaf.predicted], count, of)


def notation(rule: Rule) -> str:
    """The clauses as the plan writes them: amount < 5000 and channel = Internet."""
    return " and ".join(f"{c.about} {SIGNS[c.holds, isinstance(c.value, str)]} {_value(c)}" for c in rule.clauses)


def _value(clause: Clause) -> int | float | str:
    if clause.about != Known.AMOUNT:
        return clause.value
    whole, rest = divmod(int(clause.value), UNIT)
    return whole if not rest else int(clause.value) / UNIT


def _shortest(clauses: list[Clause]) -> tuple[Clause, ...]:
    """Without what a later clause on the same thing says more narrowly; a name that holds makes the others needless."""
    found: list[Clause] = []
    for clause in clauses:
        name = isinstance(clause.value, str)
        found = [
            one
            for one in found
            if one.about != clause.about or (one.holds != clause.holds and not name) or (name and not clause.holds)
        ]
        found.append(clause)
    return tuple(found)
