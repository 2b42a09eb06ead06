"""Checks that a text requires once and that the log shows twice: it is the step that is protected, not its repetition."""

from __future__ import annotations

from procmap.log import EventLog
from procmap.procedures.packs.vocabulary import Kind
from procmap.procedures.procedure import Procedure

NEARLY_ALL = 0.99
"""Share of the cases with the second check in which the first one was done before it."""


def done_again(log: EventLog, procedure: Procedure) -> frozenset[str]:
    """The labels of protected checks before which, in nearly every case, the same check was done under another label.

    Args:
        log: The log, measured: `event` holds its steps.
        procedure: That it is taken for.
    """
    matches = (procedure.match_of(label) for label in log.activities)
    checks = [match for match in matches if match and match.step.kind == Kind.CHECK and match.step.shield.by_law]
    found = set()
    for match in checks:
        others = [other.label for other in checks if other.step == match.step and other.label != match.label]
        if others and _comes_after(log, match.label, others):
            found.add(match.label)
    return frozenset(found)


def _comes_after(log: EventLog, label: str, others: list[str]) -> bool:
    own, first = log.activities.index(label), [log.activities.index(other) for other in others]
    cases, after = log.engine.rows(
        f"""select count(*), count(*) filter (before < own) from (
              select min((time, pos)) filter (activity = {own}) as own,
                     min((time, pos)) filter (activity in ({", ".join(map(str, first))})) as before
              from event group by case_id) where own is not null"""
    )[0]
    return bool(cases and after >= NEARLY_ALL * cases)
