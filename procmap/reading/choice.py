"""What is chosen of the columns, while they are chosen and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from procmap.reading.fitting import FITS
from procmap.reading.listing import listing
from procmap.reading.names import NOT_TIME, words_of
from procmap.reading.options import ReadingOptions
from procmap.reading.profile import Profile
from procmap.reading.record_dates import is_constant, is_of_record
from procmap.reading.result import ColumnChoice

NOT_PEOPLE = frozenset({"activity", "role", "outcome", "channel", "amount"})
"""What a column of people is never taken for: lanes, labels and groups would be named after them."""

NEEDED = ("case", "activity", "time")
"""What a log cannot do without."""


class Choice(NamedTuple):
    """The columns chosen.

    Attributes:
        chosen: The column of each kind, by kind; also "instance".
        notes: What was doubtful.
        cases: Columns that would do as well for the case, where it was chosen by content.
    """

    chosen: dict[str, ColumnChoice]
    notes: list[tuple[str, dict[str, object]]]
    cases: tuple[str, ...]


@dataclass
class Choosing:
    """What is chosen so far."""

    profiles: tuple[Profile, ...]
    options: ReadingOptions
    people: frozenset[str] = frozenset()
    spoilt: frozenset[str] = frozenset()
    no_case: frozenset[str] = frozenset()
    no_activity: frozenset[str] = frozenset()
    chosen: dict[str, ColumnChoice] = field(default_factory=dict)
    rivals: dict[str, list[str]] = field(default_factory=dict)

    def free(self, kind: str) -> list[Profile]:
        """The columns that may be of a kind and are of no other."""
        taken = {choice.name for choice in self.chosen.values()}
        if kind in NOT_PEOPLE:
            taken |= self.people
        taken |= self.spoilt
        if kind == "case":
            taken |= self.no_case
        if kind == "activity":
            taken |= self.no_activity
        found = [it for it in self.profiles if it.name not in taken and it.filled and FITS[kind](it)]
        return _of_events(found) if kind in {"time", "start"} else found

    @property
    def places(self) -> dict[str, int]:
        """The place of each column."""
        return {it.name: place for place, it in enumerate(self.profiles)}

    def profile(self, kind: str) -> Profile:
        """The profile of a kind's column."""
        return self.profiles[self.places[self.chosen[kind].name]]

    def text(self, name: str) -> str:
        """SQL of a column's text over the sample."""
        return f"nullif(trim(c{self.places[name]}), '')"

    def take(self, kind: str, name: str, reason: str) -> None:
        """Choose a column, for a reason that is the end of a message key."""
        self.chosen[kind] = ColumnChoice(kind, name, f"reading.chosen_by_{reason}")


def _of_events(dated: list[Profile]) -> list[Profile]:
    """Dates without those of the record or of the export, unless nothing else tells a moment."""
    kept = [it for it in dated if not (is_constant(it) or is_of_record(it.name))]
    return kept if any(not set(words_of(it.name)) & NOT_TIME for it in kept) else dated


def doubtful(choosing: Choosing) -> list[tuple[str, dict[str, object]]]:
    """What was guessed, and what could have been chosen as well; XES names leave no doubt."""
    notes: list[tuple[str, dict[str, object]]] = []
    for kind in NEEDED:
        choice = choosing.chosen[kind]
        values: dict[str, object] = {"column": choice.name, "option": f"--{kind}"}
        used = {other.name for other in choosing.chosen.values()}
        rivals = [name for name in choosing.rivals.get(kind, []) if name not in used]
        if choice.reason == "reading.chosen_by_content":
            notes.append((f"reading.note_guessed_{kind}", values))
        elif rivals and ":" not in choice.name:
            notes.append(("reading.note_several_columns", {**values, "others": listing(rivals)}))
    return notes
