"""What a reading leaves to be asked: one question for each doubt whose remedy is an option, with its candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from procmap.reading import Reading
from procmap.reading.choice import NEEDED
from procmap.reading.doubts import BY_HAND, Note
from procmap.reading.listing import LISTED, tellable
from procmap.reading.result import ColumnChoice
from procmap.reading.zones import CANDIDATES, HOME

SHAPE = "shape"
"""What a question is about whose other answer is to name the columns by hand."""

AS_READ, BY_HAND_INSTEAD = "as_read", "by_hand"
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
UTC = "UTC"
ENCODINGS = ("utf-8", "cp1252", "iso-8859-15", "cp850", "mac_roman")


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        option: What is asked for: a field of ReadingOptions, or SHAPE.
        candidates: What may be answered, the present choice first.
        doubt: What the question is about; None where it follows from another answer.
        has_present: Whether there is a present choice.
    """

    option: str
    candidates: tuple[str, ...]
    doubt: Note | None = None
    has_present: bool = True


def next_question(reading: Reading, asked: Iterable[str]) -> Question | None:
    """The question of the first doubt that has one, among those whose option has not been asked for.

    Args:
        reading: What was understood.
        asked: Options that have been asked for: each is asked for once.
    """
    done = set(asked)
    found = (_question(reading, doubt) for doubt in reading.doubts)
    return next((it for it in found if it and it.option not in done and len(it.candidates) > 1), None)


def column_question(reading: Reading, kind: str, doubt: Note | None = None) -> Question:
    """Which column is of a kind: the present one, those that the doubt names, the others; none that holds people.

    Args:
        reading: What was understood.
        kind: Of column.
        doubt: What is asked about; without one, only the source's own columns are candidates.
    """
    present = [it.name for it in source_columns(reading) if it.kind == kind and (doubt or it.name in reading.names)]
    taken = {it.name for it in reading.columns if it.kind in NEEDED} if kind not in NEEDED else set()
    rivals = str((doubt[1] if doubt else {}).get("others", "")).split(", ")
    free = [name for name in tellable(reading.names) if name not in reading.people.columns and name not in taken]
    free.sort(key=lambda name: name not in rivals)
    return Question(kind, tuple(dict.fromkeys([*present, *free]))[:LISTED], doubt, bool(present))


def source_columns(reading: Reading) -> tuple[ColumnChoice, ...]:
    """The columns in use that can be named by hand: not those that a wide table lacks."""
    return tuple(choice for choice in reading.columns if reading.shape != "wide" or choice.name in reading.names)


def _question(reading: Reading, doubt: Note) -> Question | None:
    key, values = doubt
    name = key.removeprefix("reading.note_")
    if key.startswith(BY_HAND):
        return column_question(reading, "case", doubt)
    if name in COLUMN_OF:
        return column_question(reading, COLUMN_OF[name], doubt)
    if name == "several_columns":
        return column_question(reading, str(values["option"]).removeprefix("--"), doubt)
    if name not in CANDIDATES_OF:
        return None
    option, candidates = CANDIDATES_OF[name]
    return Question(option, tuple(dict.fromkeys(candidates(values))), doubt)


def _zones(values: Mapping[str, object]) -> tuple[str, ...]:
    return (str(values["zone"]), UTC, *CANDIDATES)


def _sheets(values: Mapping[str, object]) -> tuple[str, ...]:
    """The sheet read, where it is one, and the others; none whose name is a person's."""
    read, others = (str(values[name]).split(", ") for name in ("sheet", "others"))
    return tuple(tellable([*read, *others])) if len(read) == 1 else ()


def _series(values: Mapping[str, object]) -> tuple[str, ...]:
    return (f"{values['series']} + {values['number']}", str(values["number"]))


COLUMN_OF = {
    "guessed_case": NEEDED[0], "guessed_activity": NEEDED[1], "guessed_time": NEEDED[2], "one_moment": NEEDED[2], "blocks": "case",
    "unknown_start": "lifecycle", "unknown_end": "lifecycle", "unknown_mark": "lifecycle", "doubtful_amounts": "amount",
    "unread_amounts": "amount", "unread_starts": "start", "unread_deadlines": "deadline",
}  # fmt: skip
"""The kind of column that settles a note, by the note's name."""

CANDIDATES_OF: Mapping[str, tuple[str, Callable[[Mapping[str, object]], tuple[str, ...]]]] = {
    "wide": (SHAPE, lambda _: (AS_READ, BY_HAND_INSTEAD)),
    "source": (SHAPE, lambda _: (AS_READ, BY_HAND_INSTEAD)),
    "series": ("case", _series),
    "status_changes": ("activity", lambda values: (str(values["new"]), str(values["old"]))),
    "sheet": ("sheet", _sheets),
    "ambiguous_dates": ("date_format", lambda _: (DAY_FIRST, MONTH_FIRST)),
    "month_first": ("date_format", lambda _: (MONTH_FIRST, DAY_FIRST)),
    "utc": ("time_zone", lambda _: (UTC, HOME)),
    "mixed_offsets": ("time_zone", _zones),
    "local_beside_offsets": ("time_zone", _zones),
    "utc_beside_offsets": ("time_zone", _zones),
    "replaced_bytes": ("encoding", lambda values: (str(values["encoding"]), *ENCODINGS)),
}
"""The option that settles a note, and what it may be, the present choice first."""
