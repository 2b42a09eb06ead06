"""The source's rows with their meaning: one row each in source_row, in source order, before anything is left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.amounts import Writing, cents, writing_of
from procmap.reading.date_choice import choose_format, given_format, unread_as
from procmap.reading.dates import FAMILIES, DateFormat
from procmap.reading.fillers import leave_out_fillers
from procmap.reading.options import ReadingOptions
from procmap.reading.profile import SAMPLE
from procmap.reading.result import ColumnChoice
from procmap.reading.sequence import NumberedSteps
from procmap.reading.table import Table
from procmap.reading.unreadable import unreadable

TEXTS = {
    "case": "case_name", "activity": "activity_name", "resource": "resource_name", "role": "role_name",
    "outcome": "outcome_name", "channel": "channel_name", "delegation": "delegation",
    "lifecycle": "transition", "instance": "instance",
}  # fmt: skip
"""The columns of source_row that hold a text of the source."""

RECORDS = ("xes", "parquet")
"""Formats in which a row is a record of its own, and not a line that may stand twice."""

MOST_HASHED = 500
"""Columns up to which whole rows are compared."""

POS = "rowid + 1"
"""SQL of the place of a row of source_row in the source, from 1: the engine keeps the order in which rows are inserted."""

Notes = list[tuple[str, dict[str, object]]]


@dataclass(frozen=True)
class Staging:
    """How source_row is made.

    Attributes:
        table: The source.
        chosen: The column of each kind.
        extra: Source columns that conditions need, kept as x0, x1 ...
        numbered: The column that numbers the steps of a case, kept as sequence.
        writing: How the column of amounts writes them.
    """

    table: Table
    chosen: dict[str, ColumnChoice]
    extra: tuple[str, ...] = ()
    numbered: NumberedSteps | None = None
    writing: Writing | None = None

    @property
    def row_hash(self) -> str:
        """SQL of a number that whole rows share only where they are the same; NULL where rows are records, not lines."""
        width = len(self.table.names)
        if self.table.format in RECORDS or width > MOST_HASHED:
            return "cast(null as ubigint)"
        return f"hash({', '.join(f'c{place}' for place in range(width))})"

    @property
    def without_values(self) -> dict[str, str]:
        """The columns of source_row that its source cannot fill, with their types."""
        written = TEXTS | {"start": "start_text", "deadline": "deadline_text"}
        texts = [name for kind, name in written.items() if kind not in self.chosen]
        numbers = ["deadline", "deadline_utc"]  # read later, if ever
        numbers += ["start", "start_utc"] if "start" not in self.chosen else []
        numbers += ["sequence"] if self.numbered is None else []
        return dict.fromkeys(texts, "varchar") | dict.fromkeys(numbers, "bigint")

    def text(self, kind: str) -> str:
        """SQL of the cleaned text of a kind's column; NULL where no column is of the kind."""
        choice = self.chosen.get(kind)
        return self.table.cleaned(choice.name) if choice else "cast(null as varchar)"


def amount_writing(engine: Engine, table: Table, chosen: dict[str, ColumnChoice]) -> Writing | None:
    """How the sample writes amounts; None where no column holds them."""
    if "amount" not in chosen:
        return None
    return writing_of(engine, f"select {table.cleaned(chosen['amount'].name)} as v from {SAMPLE}")


def stage(engine: Engine, staging: Staging, options: ReadingOptions) -> tuple[DateFormat, Notes]:
    """Make source_row, and the format of its dates: texts; time, start and deadline as written, in microseconds, with what
    could not be read in time_text, start_text and deadline_text; utc, start_utc and deadline_utc where an offset is written;
    amount in cents.

    Raises:
        ProcmapError: No date can be read, or the format given by hand is none.
    """  # noqa: D205 - one sentence, longer than a line
    format_ = _format(engine, staging, options)
    _make_rows(engine, staging, format_)
    notes: Notes = []
    format_ = _against_whole(engine, staging, format_, notes, options)
    _read_the_rest(engine, format_)
    if not format_.offsets and engine.value("select count(utc) + count(start_utc) from source_row"):
        format_ = replace(format_, offsets=True)
    if "deadline" in staging.chosen:
        _read_deadlines(engine, format_)
    if {"start", "deadline"} & staging.chosen.keys():
        leave_out_fillers(engine, notes)
    if not engine.value("select count(time) from source_row"):
        raise _unreadable(engine, staging)
    return format_, notes


def _format(engine: Engine, staging: Staging, options: ReadingOptions) -> DateFormat:
    given = options.date_format
    by_hand = given_format(engine, given) if given and given not in FAMILIES else None
    if by_hand and not by_hand.names_month:
        return by_hand
    dates = " union all ".join(f"select {staging.text(kind)} as v from {SAMPLE}" for kind in ("time", "start"))
    families = ("iso", "epoch", "excel", *(("year-first", given) if given and not by_hand else FAMILIES))
    found = choose_format(engine, dates, families)
    if by_hand:  # the engine knows the names of months in English only
        return found if found and found.worded else by_hand
    if found is None:
        raise _unreadable(engine, staging, SAMPLE)
    return found


def _unreadable(engine: Engine, staging: Staging, relation: str | None = None) -> ProcmapError:
    relation = relation or staging.table.relation
    seen = engine.rows(f"select {staging.text('time')} as v from {relation} where v is not null limit 1")
    return unreadable(staging.chosen["time"].name, str(seen[0][0]) if seen else "")


def _make_rows(engine: Engine, staging: Staging, format_: DateFormat) -> None:
    """Make source_row: the columns without values after the others, since in the pass they cost as much as full ones."""
    absent = staging.without_values
    engine.table("source_row", f"select * exclude ({', '.join(absent)}) from ({_statement(staging, format_)})")
    for name, kind in absent.items():
        engine.run(f"alter table source_row add column {name} {kind}")


def _statement(staging: Staging, format_: DateFormat) -> str:
    """One pass over the source; the texts are cleaned within, so that each is cleaned once.

    A row's place in the source is its rowid (see POS): counting the rows here would keep the pass to one thread.
    """
    amount = staging.text("amount")
    nothing = "cast(null as bigint)"
    amounts = cents(staging.writing, "amount_text") if staging.writing else nothing
    may_be_zoned = format_.offsets or format_.family == "iso"
    utc = [format_.instant(text) if may_be_zoned else nothing for text in ("time_text", "start_text")]
    texts = ", ".join(f"{staging.text(kind)} as {name}" for kind, name in TEXTS.items())
    extra = "".join(f", {staging.table.cleaned(name)} as x{place}" for place, name in enumerate(staging.extra))
    sequence = f"try_cast({staging.table.cleaned(staging.numbered.name)} as bigint)" if staging.numbered else nothing
    extra += f", {staging.row_hash} as row_hash, {sequence} as sequence"
    names = "row_hash, sequence, " + ", ".join(TEXTS.values()) + "".join(f", x{place}" for place in range(len(staging.extra)))
    dated = f"{staging.text('time')} as time_text, {staging.text('start')} as start_text, {amount} as amount_text"
    deadline = f"{staging.text('deadline')} as deadline_text, {nothing} as deadline, {nothing} as deadline_utc"
    return (
        f"select {names}, time, case when time is null then time_text end as time_text, start, "
        f"case when start is null then start_text end as start_text, {utc[0]} as utc, {utc[1]} as start_utc, amount, "
        "deadline_text, deadline, deadline_utc, amount is null and amount_text is not null as is_amount_unread "
        f"from (select *, {format_.wall('time_text')} as time, {format_.wall('start_text')} as start, "
        f"{amounts} as amount "
        f"from (select {texts}, {dated}, {deadline}{extra} from {staging.table.relation}))"
    )


def _against_whole(
    engine: Engine, staging: Staging, format_: DateFormat, notes: Notes, options: ReadingOptions
) -> DateFormat:
    """Day-first held on the sample: what does the whole source say?"""
    if options.date_format or format_.family not in {"day-first", "month-first"}:
        return format_
    label: dict[str, object] = {"column": staging.chosen["time"].name, "format": format_.label}
    if format_.family == "month-first":
        notes.append(("reading.note_month_first", label))
        return format_
    if not format_.is_ambiguous:
        return format_
    dates = [staging.text(kind) for kind in ("time", "start") if kind in staging.chosen]
    whole = " union all ".join(f"select {text} as v from {staging.table.relation}" for text in dates)
    month_unread = unread_as(engine, whole, "month-first", worded=format_.worded)
    day_unread = unread_as(engine, whole, "day-first", worded=format_.worded)
    if month_unread == 0 and day_unread == 0:
        notes.append(("reading.note_ambiguous_dates", label))
    elif month_unread == 0:
        format_ = choose_format(engine, whole, ("month-first", "iso")) or format_
        _make_rows(engine, staging, format_)
        notes.append(("reading.note_month_first", {**label, "format": format_.label}))
    return format_


def _read_the_rest(engine: Engine, format_: DateFormat) -> None:
    """Read values whose shape the sample did not show, in the same order of day and month."""
    if format_.family == "given":
        return
    allowed = _allowed(format_)
    for column in ("time", "start"):
        values = f"select {column}_text as v from source_row where {column} is null and {column}_text is not null"
        if engine.value(f"select count(*) from ({values})") and (more := choose_format(engine, values, allowed)):
            utc = "utc" if column == "time" else "start_utc"
            instant = f", {utc} = {more.instant(f'{column}_text')}" if more.offsets else ""
            engine.run(
                f"update source_row set {column} = {more.wall(f'{column}_text')}{instant} "
                f"where {column} is null and {column}_text is not null"
            )
            engine.run(f"update source_row set {column}_text = null where {column} is not null")


def _read_deadlines(engine: Engine, format_: DateFormat) -> None:
    """Read the deadlines, whose shape need not be that of the times, in the same order of day and month.

    A format given by hand comes first: what it does not read is read like any deadline.
    """
    if format_.family == "given":
        _set_deadlines(engine, format_)
    values = "select deadline_text as v from source_row where deadline_text is not null"
    if own := choose_format(engine, values, _allowed(format_)):
        _set_deadlines(engine, own)


def _set_deadlines(engine: Engine, format_: DateFormat) -> None:
    instant = f", deadline_utc = {format_.instant('deadline_text')}" if format_.offsets else ""
    engine.run(f"update source_row set deadline = {format_.wall('deadline_text')}{instant} where deadline_text is not null")
    engine.run("update source_row set deadline_text = null where deadline is not null")


def _allowed(format_: DateFormat) -> tuple[str, ...]:
    """The families that agree with the order of day and month found."""
    return {
        "day-first": ("iso", "excel", "year-first", "day-first"),
        "month-first": ("iso", "excel", "year-first", "month-first"),
    }.get(format_.family, ("iso", "excel", *FAMILIES))
