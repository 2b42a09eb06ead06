"""From a file to the table of its events: the stages of reading in their order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from procmap.disk.failures import filling_temporary_place
from procmap.disk.scratch import Scratch
from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.language.file_name import as_text
from procmap.reading.columns import choose_columns, column_named
from procmap.reading.delimited import REJECTS, delimited_table
from procmap.reading.hypothesis import Hypothesis
from procmap.reading.lifecycle import merge_lifecycle
from procmap.reading.names import KINDS
from procmap.reading.options import ReadingOptions
from procmap.reading.parquet import parquet_table
from procmap.reading.people import PeopleMet
from procmap.reading.profile import SAMPLE, Profile, profiles
from procmap.reading.refusals import check_whole, refuse
from procmap.reading.restriction import first_values, parsed, restrict
from procmap.reading.result import ColumnChoice, Reading
from procmap.reading.rows import POS, Staging, stage
from procmap.reading.source import fingerprint, format_of, readable
from procmap.reading.sources import chosen_of_source, history_table, known_unless_by_hand
from procmap.reading.table import Table
from procmap.reading.workbook import workbook_table
from procmap.reading.xes import xes_table
from procmap.reading.zones import settle_zone

EVENT = ("pos", "case_name", "activity_name", "resource_name", "role_name", "time", "start", "amount", "outcome_name",
         "channel_name", "deadline")  # fmt: skip
"""The columns of source_event."""

SCRATCH = ("source_row", "zone_hour", "date_value", SAMPLE, REJECTS, f"{REJECTS}_scan", "blank_row", "unusable_row")
"""Tables that nobody needs after reading."""

CHEAP_CELLS = 5_000_000
"""Cells of other columns up to which they are kept in source_attribute."""

CHEAP_COLUMNS = 500
"""Other columns up to which they are."""

Notes = list[tuple[str, dict[str, object]]]


def read(source: Path, options: ReadingOptions, engine: Engine) -> Reading:
    """Read a source into the engine's tables source_event and refusal, and source_attribute where that is cheap.

    source_event: pos (BIGINT, unique, the source's order), case_name, activity_name, resource_name, role_name (texts),
    time and start (BIGINT, microseconds of local wall time since 1970; time is the completion), amount (BIGINT, cents),
    outcome_name, channel_name, deadline (as time). Case, activity and time are never NULL. refusal: line (BIGINT),
    column_name, value, reason (the message key after "reading."), by line. source_attribute: pos and the columns that no
    kind took.

    Raises:
        ProcmapError: Whatever keeps the source from being read; the message says what to do.
    """
    with _opened(source, options, engine) as (table, known), PeopleMet(engine, table, options) as met:
        looked_at = profiles(engine, table)
        chosen, doubts = _chosen(engine, looked_at, options, met.look(looked_at), known)
        met.settle(chosen)
        conditions = [parsed(text, table.names) for text in options.where]
        met.refuse_groups((condition.column for condition in conditions), "--where")
        extra = tuple(dict.fromkeys(condition.column for condition in conditions))
        format_, date_notes = stage(engine, Staging(table, chosen, extra), options)
        met.complete()
        notes: Notes = [*table.notes, *doubts, *date_notes]
        zone, is_given = settle_zone(engine, options.time_zone, has_offsets=format_.offsets, notes=notes)
        rows_read, refused = refuse(engine, table, chosen)
        _note_unread(engine, notes)
        _make_events(engine, chosen, notes)
        grouped = {f"x{k}": [each for each in conditions if each.column == name] for k, name in enumerate(extra)}
        if restricted := restrict(engine, options, grouped):
            notes.append(("reading.note_restricted", {"kept": restricted[0], "cases": restricted[1]}))
        used = {choice.name for choice in chosen.values()}
        others = tuple(name for name in table.names if name not in used)
        _keep_attributes(engine, table, others, rows_read)
        engine.drop(*SCRATCH)
        return Reading(
            source=as_text(source.name), fingerprint=fingerprint(source), format=table.format, encoding=table.encoding,
            separator=table.layout.separator if table.layout else None, date_format=format_.label,
            columns=tuple(chosen[kind] for kind in KINDS if kind in chosen), other_columns=others, time_zone=zone,
            zone_given=is_given, rows_read=rows_read, rows_kept=rows_read - refused, rows_refused=refused,
            events=engine.value("select count(*) from source_event"), notes=tuple(notes), people=met.of_source(source),
        )  # fmt: skip


class SplitValue(NamedTuple):
    """A value that splits a log: as the source writes it, and as it may be shown, without names of people."""

    written: str
    shown: str


def split_values(source: Path, options: ReadingOptions, engine: Engine) -> list[SplitValue]:
    """The values of the column that options.by names, those of most cases first, ties by text.

    A case has the first value of the column that is not empty. The engine is left with tables of its own: give it one
    that nothing else uses.

    Raises:
        ProcmapError: As read.
    """
    if options.by is None:
        return []
    with _opened(source, options, engine) as (table, known), PeopleMet(engine, table, options) as met:
        looked_at = profiles(engine, table)
        chosen, _ = _chosen(engine, looked_at, options, met.look(looked_at), known)
        met.settle(chosen)
        name = column_named(options.by, table.names, "--by")
        met.refuse_groups((name,), "--by")
        case, value = table.cleaned(chosen["case"].name), table.cleaned(name)
        named = f"select {case} as case_name, {value} as x from {table.relation}"
        engine.table("source_row", f"select * from ({named}) where case_name is not null")
        # one value however it is cased, as conditions compare texts; it is named as most cases write it
        counted = f"""select mode(v order by v), count(*) as cases from ({first_values("x")})
                      group by lower(nfc_normalize(v)) order by cases desc, 1"""
        values = [str(row[0]) for row in engine.rows(counted)]
        engine.drop("source_row", SAMPLE)
        return [SplitValue(value, met.hide(value)) for value in values]


@contextmanager
def _opened(source: Path, options: ReadingOptions, engine: Engine) -> Iterator[tuple[Table, Hypothesis | None]]:
    """The source as a table, and what it is if it is known; its temporary files live as long as the context."""
    import duckdb

    format_ = "json" if source.is_dir() else format_of(source)
    with Scratch() as folder, filling_temporary_place():
        path = readable(source, folder)
        try:
            if format_ == "json":
                table = history_table(path, folder)
            elif format_ == "csv":
                table = delimited_table(engine, path, options, folder)
            elif format_ == "xes":
                table = xes_table(path, folder)
            elif format_ == "parquet":
                table = parquet_table(engine, path)
            else:
                table = replace(workbook_table(path, options.sheet, folder), format=format_)
            check_whole(engine, table, as_text(source.name))
            known = known_unless_by_hand(engine, table, options)
            yield (known.table if known else table), known
        except duckdb.Error as error:
            raise _engine_error(source, format_, error) from error


def _chosen(
    engine: Engine, looked_at: tuple[Profile, ...], options: ReadingOptions, people: frozenset[str], known: Hypothesis | None
) -> tuple[dict[str, ColumnChoice], Notes]:
    """The column of each kind: those of a known source, whose steps are settled, else those found."""
    if known is None:
        return choose_columns(engine, looked_at, options, people)
    return chosen_of_source(known, options, people)


def _engine_error(source: Path, format_: str, error: Exception) -> ProcmapError:
    """What keeps the engine from reading a source, in its own words: what is no table was told before."""
    import duckdb

    why = (str(error).splitlines() or [type(error).__name__])[0]
    if isinstance(error, duckdb.OutOfMemoryException):  # the machine's limit, not the file's fault
        return ProcmapError("reading.out_of_memory", path=source.name, why=why)
    damage = duckdb.InvalidInputException, duckdb.IOException, duckdb.SerializationException
    if format_ == "parquet" and (type(error) is duckdb.Error or isinstance(error, damage)):
        return ProcmapError("reading.broken_file", path=source.name, said="Parquet")
    return ProcmapError("reading.engine_failed", path=source.name, why=why)


def _make_events(engine: Engine, chosen: dict[str, ColumnChoice], notes: Notes) -> None:
    """source_event from source_row; nothing is copied where no later step needs source_row."""
    kept = [*EVENT, *(name for kind, name in (("lifecycle", "transition"), ("instance", "instance")) if kind in chosen)]
    if "lifecycle" in chosen and "instance" not in chosen:
        kept.append("instance")
    engine.table("source_event", f"select {POS} as {', '.join(kept)} from source_row")
    if "lifecycle" in chosen:
        merge_lifecycle(engine, notes)
    for name in engine.names("source_event"):
        if name not in EVENT:
            engine.run(f"alter table source_event drop column {name}")


def _note_unread(engine: Engine, notes: Notes) -> None:
    """Values that could not be read in rows that are of use without them."""
    starts, amounts, deadlines = engine.rows(
        "select count(*) filter (start is null and start_text is not null), count(*) filter (is_amount_unread), "
        "count(deadline_text) from source_row"
    )[0]
    if starts:
        notes.append(("reading.note_unread_starts", {"count": starts}))
    if amounts:
        notes.append(("reading.note_unread_amounts", {"count": amounts}))
    if deadlines:
        notes.append(("reading.note_unread_deadlines", {"count": deadlines}))


def _keep_attributes(engine: Engine, table: Table, others: tuple[str, ...], rows: int) -> None:
    """source_attribute, for the events of source_event."""
    engine.drop("source_attribute")
    if not others or len(others) > CHEAP_COLUMNS or rows * len(others) > CHEAP_CELLS:
        return
    named = ", ".join(f"c{table.names.index(name)}" for name in others)
    texts = ", ".join(f'{table.cleaned(name)} as "{_unique(name, others)}"' for name in others)
    ranked = f"select row_number() over () as pos, {named} from {table.relation}"
    of_events = "pos in (select pos from source_event)"
    engine.table("source_attribute", f"select pos, {texts} from ({ranked}) where {of_events} order by pos")


def _unique(name: str, names: tuple[str, ...]) -> str:
    """A column name that the engine, blind to case, tells from the others."""
    same = [each for each in names if each.casefold() == name.casefold() or each.casefold() == "pos"]
    place = same.index(name)
    return (name if not place and name.casefold() != "pos" else f"{name} [{place + 1}]").replace('"', '""')
