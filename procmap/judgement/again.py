"""Checks that a text requires once and that the log shows twice: it is the step that is protected, not its repetition."""

from __future__ import annotations

from procmap.measures import Measures
from procmap.procedures.packs.vocabulary import Kind

NEARLY_ALL = 0.99
"""Share of the cases with the second check in which the first one was done before it."""


def done_again(measures: Measures) -> frozenset[str]:
    """The labels of protected checks before which, in nearly every case, the same check was done under another label.

    Args:
        measures: Of the log, with its procedure.
    """
    matches = (measures.procedure.match_of(label) for label in measures.log.activities)
    checks = [match for match in matches if match and match.step.kind == Kind.CHECK and match.step.shield.by_law]
    found = set()
    for match in checks:
        others = [other.label for other in checks if other.step == match.step and other.label != match.label]
        if others and _comes_after(measures, match.label, others):
            found.add(match.label)
    return frozenset(found)


def _comes_after(measures: Measures, label: str, others: list[str]) -> bool:
    own, first = measures.log.activities.index(label), [measures.log.activities.index(other) for other in others]
    cases, after = measures.log.engine.rows(
        f"""select count(*), count(*) filter (before < own) from (
              select min((time, pos)) filter (activity = {own}) as own,
                     min((time, pos)) filter (activity in ({", ".join(map(str, first))})) as before
              from event group by case_id) where own is not null"""
    )[0]
    return bool(cases and after >= NEARLY_ALL * cases)
