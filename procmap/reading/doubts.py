"""Which notes of a reading ask for a decision, and which only inform: the one place that says so, by message key."""

from __future__ import annotations

from collections.abc import Sequence

Note = tuple[str, dict[str, object]]
"""Message key, and its values."""

BY_HAND = "reading.doubt_"
"""What the trial found against columns that the user named; it comes before all else."""

ASKING = tuple(f"reading.note_{name}" for name in (
    "one_moment", "other_shape", "wide", "blocks", "status_changes", "source", "series", "guessed_case", "guessed_activity",
    "guessed_time", "several_columns", "sheet", "ambiguous_dates", "month_first", "utc", "mixed_offsets", "local_beside_offsets",
    "utc_beside_offsets", "newest_first", "doubles", "replaced_bytes", "unknown_start", "unknown_end", "unknown_mark",
    "doubtful_amounts", "unread_starts", "unread_amounts", "unread_deadlines",
))  # fmt: skip
"""Notes whose other answer would give other figures, those that change most first; each names the line to type."""

BY_SHARE = frozenset(f"reading.note_{name}" for name in ("unread_starts", "unread_amounts", "unread_deadlines"))
"""Notes of ASKING that ask only where they concern more than FEW of the rows."""

FEW = 0.01
"""Share of the rows up to which values that could not be read are no matter."""

SETTLED = "reading.note_settled"
"""What says that the reading follows what was settled earlier."""

AS_SETTLED = frozenset({"reading.note_wide", "reading.note_source"})
"""Notes of ASKING that ask no more in a settled reading: how its rows are read was confirmed, and no option says so."""

INFORMING = frozenset(f"reading.note_{name}" for name in (
    "settled", "cases_joined", "utc_at_home", "midnight_zone", "lifecycle", "open_starts", "open_ends", "open_cases",
    "open_work", "not_closed",
    "filler_starts", "filler_deadlines", "restricted", "whole_numbers", "joined_spellings", "double_names", "no_steps",
    "no_dates", "no_work", "robots", "people_left_out", "files_left_out", "lists_left_out", "mixed_encodings", "empty_traces",
    "same_traces",
    "outside_traces", "sequence", "dates_of_record", "spans", "beside", "not_beside", "other_fields", "cancelled",
    "sheets", "dates_of_period", "date_tails", "numbered_groups",
))  # fmt: skip
"""Notes that say what was done, where no other answer is likely."""


def doubts(notes: Sequence[Note], rows: int) -> tuple[Note, ...]:
    """The notes that ask for a decision, those that change most first.

    Args:
        notes: Of a reading.
        rows: Read.
    """
    return tuple(sorted((note for note in notes if _asks_among(note, notes, rows)), key=_place))


def facts(notes: Sequence[Note], rows: int) -> tuple[Note, ...]:
    """The notes that only inform, in their order."""
    return tuple(note for note in notes if not _asks_among(note, notes, rows))


def _asks_among(note: Note, notes: Sequence[Note], rows: int) -> bool:
    is_settled = note[0] in AS_SETTLED and any(key == SETTLED for key, _ in notes)
    return not is_settled and asks(note, rows)


def asks(note: Note, rows: int) -> bool:
    """Whether a note asks for a decision."""
    key, values = note
    if key in BY_SHARE:
        count = values.get("count")
        return isinstance(count, int) and count > FEW * rows
    return key.startswith(BY_HAND) or key in ASKING


def _place(note: Note) -> int:
    return ASKING.index(note[0]) if note[0] in ASKING else -1
