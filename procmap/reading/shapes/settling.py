"""The reading that is left: candidates in their order, each on trial; none is published that failed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from procmap.engine import Engine
from procmap.errors import Message, ProcmapError
from procmap.reading.columns import column_named
from procmap.reading.date_tails import without_tails
from procmap.reading.derived import BETWEEN, JOINT, joined
from procmap.reading.document_names import names_document
from procmap.reading.fitting import is_weak
from procmap.reading.history_cells import refuse_history
from procmap.reading.hypothesis import Hypothesis, Notes, Shape
from procmap.reading.names import KINDS, rank
from procmap.reading.options import ReadingOptions
from procmap.reading.profile import Profile
from procmap.reading.shapes.blocks import blocks
from procmap.reading.shapes.events import Tried, events
from procmap.reading.shapes.field_changes import status_changes_only
from procmap.reading.shapes.numbered_groups import ungrouped
from procmap.reading.shapes.passages import refuse_passages
from procmap.reading.shapes.restarts import check_numbers
from procmap.reading.shapes.rivals import check_rivals, rows_as_cases
from procmap.reading.shapes.sampled import Look, Sampled, sample, sample_with_moments
from procmap.reading.shapes.sheets import by_sheet
from procmap.reading.shapes.wide import wide
from procmap.reading.sources import chosen_of_source, known_unless_by_hand
from procmap.reading.spelt_names import resolved
from procmap.reading.table import Table
from procmap.reading.trial import Flaw

TYPED = ("xes", "parquet")
"""Formats whose rows are records, and not lines of a page."""


@dataclass(frozen=True)
class Settled:
    """The reading taken, and what to know of it.

    Attributes:
        hypothesis: The reading.
        profiles: Of the columns of its table.
        doubts: What the trial found against columns that the user named.
    """

    hypothesis: Hypothesis
    profiles: tuple[Profile, ...]
    doubts: tuple[Flaw, ...] = ()


def settle(engine: Engine, table: Table, options: ReadingOptions, look: Look) -> Settled:
    """The one plausible reading of a table.

    Args:
        engine: Where the table stands; gets the sample of the reading's table.
        table: The source.
        options: What the user settles.
        look: Finds columns of people.

    Raises:
        ProcmapError: No reading is plausible; the message says why for the nearest.
    """
    if (known := known_unless_by_hand(engine, table, options)) is not None:
        return _known(engine, known, options, look)
    refuse_passages(table.names, options)
    table = with_joints(table, options)
    fields: Notes = ()
    if options.activity is None and table.format not in TYPED:
        table, fields = status_changes_only(engine, table)
        table, grouped = ungrouped(engine, table)
        fields += grouped
    sampled, tails = _without_tails(sample(engine, table, options, look), options, look)
    table, filled = blocks(engine, sampled.table, sampled.profiles) if table.format not in TYPED else (table, ())
    if filled and _is_other_case(options, table, filled):
        table, filled = sampled.table, ()
    if filled:
        sampled = sample(engine, table, options, look)
    sampled = sample_with_moments(sampled, options, look)
    table = sampled.table
    tried, missing = _events(sampled, options)
    sheets = by_sheet(sampled, options, look) if tried is None or tried.flaws else None
    if sheets is not None:
        return _settled(sampled, sheets, options, look)
    if tried is not None and filled:
        tried = _as_blocks(tried, filled, options)
    if tried is not None and _is_named_wide(sampled, tried, options):
        tried, missing = None, None
    if tried is not None and (table.format == "xes" or all(_is_by_hand(flaw, options) for flaw in tried.flaws)):
        check_rivals(sampled, tried, options, look)
        check_numbers(sampled, tried.hypothesis)
        found = _as_named(tried.hypothesis)
        return _settled(sampled, replace(found, notes=(*found.notes, *fields, *tails)), options, look, tried.flaws)
    if (spread := _as_wide(sampled, options)) is not None:
        return _settled(sampled, replace(spread, notes=(*spread.notes, *tails)), options, look)
    error = missing if tried is None else _no_log(tried)
    assert error is not None
    refuse_history(sampled.profiles, error)
    raise _of_sheet(table, error)


def _without_tails(sampled: Sampled, options: ReadingOptions, look: Look) -> tuple[Sampled, Notes]:
    """The table with the dates alone where who did it stands behind them, and what to say of it."""
    table, tails = without_tails(sampled.table, sampled.profiles)
    return (sample(sampled.engine, table, options, look) if tails else sampled), tails


def _of_sheet(table: Table, error: ProcmapError) -> ProcmapError:
    """Why a table is no log, and first that its workbook has other sheets, where it has."""
    sheets = dict(table.notes).get("reading.note_sheet")
    if sheets is None:
        return error
    return ProcmapError("reading.wrong_sheet", **sheets, why=Message(error.key, tuple(error.values.items())))


def _as_wide(sampled: Sampled, options: ReadingOptions) -> Hypothesis | None:
    """The table taken as one row a case; None where it is none, or where the user names what only events have."""
    if options.activity is not None or options.time is not None:
        return None
    table = sampled.table
    case = resolved(options.case, table.names) if options.case else None
    named = _named_beside(options, table)
    return wide(sampled.engine, table, sampled.profiles, sampled.people, case, spoilt=sampled.spoilt, by_hand=named)


def _named_beside(options: ReadingOptions, table: Table) -> dict[str, str]:
    """By kind, the columns that the user named for what each row of a wide table says of its case."""
    wanted = {kind: options.column(kind) for kind in ("resource", "role", "amount", "outcome", "channel", "deadline", "delegation")}
    return {kind: column_named(name, table.names, f"--{kind}") for kind, name in wanted.items() if name}


def _is_named_wide(sampled: Sampled, tried: Tried, options: ReadingOptions) -> bool:
    """Whether the heading of a column says that the rows are cases, which a case guessed from values does not outweigh."""
    case = tried.hypothesis.chosen["case"]
    if tried.flaws or options.activity or options.time or sampled.table.format in TYPED or _says_case(case.name):
        return False
    if case.reason != "reading.chosen_by_content" or JOINT in case.name:
        return False
    found = rows_as_cases(sampled)
    return found is not None and _says_case(found.chosen["case"].name)


def _says_case(name: str) -> bool:
    """Whether a heading leaves no doubt that it is the case."""
    return names_document(name) or (rank("case", name) is not None and not is_weak(name))


def _is_by_hand(flaw: Flaw, options: ReadingOptions) -> bool:
    """Whether a flaw is of columns that the user named: then it is a doubt."""
    named = {kind: options.column(kind) is not None for kind in ("case", "activity")}
    about = [kind for kind in named if flaw.startswith(f"{kind}_is_")]
    return all(named[kind] for kind in about or named)


def _known(engine: Engine, known: Hypothesis, options: ReadingOptions, look: Look) -> Settled:
    """An export of an office software that is known by its columns."""
    sampled = sample(engine, known.table, options, look)
    chosen, notes = chosen_of_source(known, options, sampled.people)
    return Settled(replace(known, chosen=chosen, notes=tuple(notes)), sampled.profiles)


def _settled(
    sampled: Sampled, found: Hypothesis, options: ReadingOptions, look: Look, doubts: tuple[Flaw, ...] = ()
) -> Settled:
    """The hypothesis, with the sample of its own table in the engine."""
    own = sampled if found.table is sampled.table else sample(sampled.engine, found.table, options, look)
    return Settled(found, own.profiles, doubts)


def with_joints(table: Table, options: ReadingOptions) -> Table:
    """The table with the columns that options name together, as "Circuit + Action"."""
    for kind in KINDS:
        wanted = options.column(kind)
        if wanted is None or JOINT not in wanted or resolved(wanted, table.names) is not None:
            continue
        parts = [resolved(part.strip(), table.names) for part in wanted.split(JOINT)]
        names = [part for part in parts if part is not None]
        if len(names) == len(parts):
            table = joined(table, names, BETWEEN.get(kind, " "))
    return table


def _events(sampled: Sampled, options: ReadingOptions) -> tuple[Tried | None, ProcmapError | None]:
    try:
        return events(sampled, options), None
    except ProcmapError as error:
        return None, error


def _is_other_case(options: ReadingOptions, table: Table, filled: tuple[str, ...]) -> bool:
    """Whether the user names a case that does not head the blocks: then there are none."""
    return options.case is not None and resolved(options.case, table.names) not in filled


def _as_blocks(tried: Tried, filled: tuple[str, ...], options: ReadingOptions) -> Tried:
    told: dict[str, object] = {"columns": ", ".join(filled), "case": tried.hypothesis.chosen["case"].name}
    notes = () if options.case else (("reading.note_blocks", told),)
    hypothesis = replace(tried.hypothesis, shape=Shape.BLOCKS, notes=(*tried.hypothesis.notes, *notes))
    return replace(tried, hypothesis=hypothesis)


def _as_named(hypothesis: Hypothesis) -> Hypothesis:
    """A case found by its content whose heading says the number of a document as well is no guess."""
    case = hypothesis.chosen["case"]
    if case.reason != "reading.chosen_by_content" or JOINT in case.name or not names_document(case.name):
        return hypothesis
    chosen = {**hypothesis.chosen, "case": replace(case, reason="reading.chosen_by_name")}
    notes = tuple(note for note in hypothesis.notes if note[0] != "reading.note_guessed_case")
    return replace(hypothesis, chosen=chosen, notes=notes)


def _no_log(tried: Tried) -> ProcmapError:
    chosen = tried.hypothesis.chosen
    why = Message(f"reading.flaw_{tried.flaws[0]}")
    return ProcmapError("reading.no_log", case=chosen["case"].name, activity=chosen["activity"].name, why=why)
