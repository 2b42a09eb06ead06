"""The table [steps] of procmap.toml: what the analyst knows of a step that a log cannot tell, or gets wrong.

[steps."Statut : complet"]
kind = "status"                  # what its rows are: one of log.kind.Kind

[steps."Paiement"]
term_days = 30                   # nothing done sooner makes it come before so many days after what precedes it
sessions = true                  # it is done in sessions, which cases wait for; false: it is not
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from procmap.errors import UsageError
from procmap.log.kind import Kind

TABLE = "steps"

LONGEST = 36_600
"""Days of a term beyond which it is a slip of the keyboard."""


@dataclass(frozen=True)
class Said:
    """What is said of one step; None where nothing is.

    Attributes:
        kind: What its rows are.
        term_days: Calendar days that must pass from what precedes it.
        sessions: Whether it is done in sessions.
        term_after: Labels of the steps that the term runs from, where a pack says it; empty: the step before, whichever it is.
    """

    kind: Kind | None = None
    term_days: float | None = None
    sessions: bool | None = None
    term_after: tuple[str, ...] = ()


Steps = tuple[tuple[str, Said], ...]
"""(label, what is said of it), by label."""

KEYS = ("kind", "term_days", "sessions")
"""What the analyst may say."""


def read_steps(table: Mapping[str, Any], path: str) -> Steps:
    """What the table says; everything in it is checked before any work.

    Args:
        table: As TOML gives it.
        path: The file, for the message.

    Raises:
        UsageError: An unknown key or kind, a term that is no number of days, sessions that are neither true nor false.
    """
    found = {}
    for label, given in table.items():
        if not isinstance(given, Mapping):
            raise UsageError("config.not_a_table", path=path, name=f'{TABLE}."{label}"')
        found[label] = _said(label, given, path)
    return tuple(sorted(found.items()))


def _said(label: str, given: Mapping[str, Any], path: str) -> Said:
    for key in given:
        if key not in KEYS:
            nearest = (get_close_matches(key, KEYS, n=1, cutoff=0.0) or KEYS)[0]
            raise UsageError("config.unknown_key", path=path, setting=f'{TABLE}."{label}".{key}', nearest=nearest)
    kind, term, sessions = (given.get(key) for key in KEYS)
    if kind is not None and kind not in set(Kind):
        raise _wrong(label, "kind", kind, " | ".join(f'"{known}"' for known in Kind), path)
    number = isinstance(term, int | float) and not isinstance(term, bool)
    if term is not None and not (number and 0 <= term <= LONGEST):
        raise _wrong(label, "term_days", term, "30", path)
    if sessions is not None and not isinstance(sessions, bool):
        raise _wrong(label, "sessions", sessions, "true", path)
    return Said(Kind(kind) if kind is not None else None, float(term) if term is not None else None, sessions)


def _wrong(label: str, key: str, value: object, example: str, path: str) -> UsageError:
    setting = f'{TABLE}."{label}".{key}'
    return UsageError("config.wrong_value", path=path, setting=setting, value=str(value), example=f"{key} = {example}")


def chosen_steps(steps: Steps) -> list[tuple[str, str | float | bool]]:
    """What is said as (name, value), for run.toml."""
    return [
        (f"{TABLE}.{key}.{label}", str(value) if isinstance(value, Kind) else value)
        for label, said in steps
        for key in KEYS
        if (value := getattr(said, key)) is not None
    ]


def steps_from_chosen(chosen: Mapping[str, Any], path: str) -> Steps:
    """What `chosen_steps` came from; names without the leading "steps."."""
    table: dict[str, dict[str, Any]] = {}
    for name, value in chosen.items():
        key, _, label = name.partition(".")
        table.setdefault(label, {})[key] = value
    return read_steps(table, path)


def unmet(steps: Steps, labels: Iterable[str]) -> tuple[str, ...]:
    """Labels of which something is said and that the log does not have."""
    held = set(labels)
    return tuple(label for label, _ in steps if label not in held)
