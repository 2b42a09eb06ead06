"""From a file to the table of its events: the stages of reading in their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from procmap.engine import Engine
from procmap.language.file_name import as_text
from procmap.reading.arrangement import arrangement
from procmap.reading.cancelled import cancelled_lines
from procmap.reading.columns import column_named
from procmap.reading.delimited import REJECTS
from procmap.reading.fingerprint import prints_of
from procmap.reading.hypothesis import Hypothesis, Shape
from procmap.reading.incoming import Given, incoming
from procmap.reading.leaving import keep_attributes, make_events
from procmap.reading.names import KINDS
from procmap.reading.one_moment import one_moment
from procmap.reading.open_work import with_open_work
from procmap.reading.opening import opened_table
from procmap.reading.options import ReadingOptions
from procmap.reading.origin import beside_steps, origins
from procmap.reading.people import PeopleMet
from procmap.reading.profile import SAMPLE
from procmap.reading.refusals import refuse
from procmap.reading.restriction import first_values, parsed, restrict
from procmap.reading.result import ColumnChoice, Reading
from procmap.reading.rows import Staging, amount_writing, stage
from procmap.reading.sequence import numbered_steps
from procmap.reading.settled import Opened, opened_as_settled
from procmap.reading.shapes import Settled, settle
from procmap.reading.shapes.restarts import check_all_numbers
from procmap.reading.states import find_open_cases, not_closed, state_column
from procmap.reading.table import Table
from procmap.reading.tidying import tidy, without_nothing
from procmap.reading.utc_headings import say_utc, take_for_utc
from procmap.reading.zones import settle_zone

SCRATCH = ("open_work", "source_row", "moved_row", "zone_hour", "date_value", SAMPLE, "blank_row", "unusable_row",
           "double_row")
"""Tables that nobody needs after reading."""

SMALL = 500_000
"""Bytes of a source up to which its statements take longer to plan than to answer."""

UNREAD = {
    "start": "start is null and start_text is not null",
    "amount": "is_amount_unread",
    "deadline": "deadline_text is not null",
}
"""SQL of whether a row of source_row holds a value of a kind that could not be read."""

Notes = list[tuple[str, dict[str, object]]]


def read(given: Given, asked: ReadingOptions, engine: Engine, *, attributes: bool = False) -> Reading:
    """Read a source into the engine's tables source_event and refusal, and source_attribute where that is cheap.

    source_event: pos (BIGINT, unique, the source's order), case_name, activity_name, resource_name, role_name (texts), time
    and start (BIGINT, microseconds of local wall time since 1970; time is the completion), amount (BIGINT, cents),
    outcome_name, channel_name, deadline (as time), delegation (a text that says on whose behalf, or yes or no). Case,
    activity and time are never NULL. refusal: line (BIGINT), column_name, value, reason (the message key after "reading."),
    by line. source_attribute: pos and the columns that no kind took. open_case: case_name of the cases whose state, told by a
    column, is work in progress.

    Args:
        given: The file, or the files of one log.
        asked: What the user settles.
        engine: Where the tables are left.
        attributes: Leave source_attribute whatever it takes.

    Raises:
        ProcmapError: Whatever keeps the source from being read; the message says what to do.
    """
    with _understood(given, asked, engine) as (source, opening, met, settled, chosen, table):
        opened, options, followed = opening
        conditions = [parsed(text, table.names) for text in options.where]
        met.refuse_groups((condition.column for condition in conditions), "--where")
        used = {choice.name for choice in chosen.values()}
        state = state_column(engine, settled.profiles, table.sql(chosen["case"].name), used)
        extra = tuple(dict.fromkeys([*(condition.column for condition in conditions), *filter(None, [state])]))
        numbered = numbered_steps(engine, settled.profiles, chosen)
        staging = Staging(table, chosen, extra, numbered, amount_writing(engine, table, chosen))
        format_, date_notes = stage(engine, staging, options)
        doubts: Notes = [(f"reading.doubt_{flaw}", {}) for flaw in settled.doubts]
        notes: Notes = [*followed, *table.notes, *doubts, *settled.hypothesis.notes, *date_notes]
        tidy(engine, staging, settled.profiles, notes)
        met.complete()
        is_known = settled.hypothesis.source is not None
        sources = origins(settled.hypothesis, chosen, opened.names)
        dated = [name for kind, names in sources if kind in ("time", "start") for name in names]
        zone, is_given = settle_zone(
            engine, options.time_zone, has_offsets=format_.offsets or (say_utc(dated) and take_for_utc(engine)),
            notes=notes, is_at_home=is_known,
        )  # fmt: skip
        arranged = arrangement(engine, notes, numbered)
        rows_read, refused = refuse(engine, table, chosen, notes)
        if is_open := find_open_cases(engine, f"x{extra.index(state)}" if state else None):
            notes.append(("reading.note_open_cases", {"column": state, "count": is_open}))
        elif state is None:
            notes += not_closed(engine, settled.hypothesis) or with_open_work(engine)
        _note_unread(engine, chosen, notes)
        notes += one_moment(engine, chosen["time"].name)
        notes += cancelled_lines(engine, settled.hypothesis, settled.profiles)
        make_events(engine, chosen, notes, arranged, is_restricted=bool(conditions))
        if settled.hypothesis.shape is not Shape.WIDE and not is_known:
            check_all_numbers(engine, chosen["case"], rows_read)
        grouped = {
            f"x{k}": mine for k, name in enumerate(extra) if (mine := [each for each in conditions if each.column == name])
        }
        if restricted := restrict(engine, options, grouped, format_.family):
            notes.append(("reading.note_restricted", {"kept": restricted[0], "cases": restricted[1]}))
        others = tuple(name for name in table.names if name not in used | beside_steps(settled.hypothesis))
        keep_attributes(engine, table, others, 0 if attributes else rows_read, arranged)
        engine.drop(*SCRATCH, *(f"{REJECTS}_{k}{end}" for k in range(len(source)) for end in ("", "_scan")))
        fingerprint, key = prints_of(source)
        return Reading(
            source=" + ".join(as_text(path.name) for path in source), fingerprint=fingerprint, format=table.format,
            encoding=table.encoding,
            separator=table.layout.separator if table.layout else None, date_format=format_.label,
            columns=tuple(chosen[kind] for kind in KINDS if kind in chosen), other_columns=others, time_zone=zone,
            zone_given=is_given, rows_read=rows_read, rows_kept=rows_read - refused, rows_refused=refused,
            events=engine.value("select count(*) from source_event"), notes=tuple(notes), people=met.of_source(key),
            parts=tuple(part.title for part in table.parts), shape=_shape(settled.hypothesis, notes),
            software=settled.hypothesis.source, origins=sources,
            names=opened.names,
        )  # fmt: skip


def _shape(found: Hypothesis, notes: Notes) -> Shape:
    """How the source writes its events, once its lifecycle rows are known to have been paired or not."""
    is_paired = any(key == "reading.note_lifecycle" for key, _ in notes)
    return Shape.START_END_ROWS if is_paired and found.shape is Shape.EVENTS else found.shape


class SplitValue(NamedTuple):
    """A value that splits a log: as the source writes it, and as it may be shown, without names of people."""

    written: str
    shown: str


def split_values(given: Given, asked: ReadingOptions, engine: Engine) -> list[SplitValue]:
    """The values of the column that asked.by names, those of most cases first, ties by text.

    A case has the first value of the column that is not empty. The engine is left with tables of its own: give it one
    that nothing else uses.

    Raises:
        ProcmapError: As read.
    """
    if asked.by is None:
        return []
    with _understood(given, asked, engine) as (_, _, met, _, chosen, table):
        name = column_named(asked.by, table.names, "--by")
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


class _Understood(NamedTuple):
    """A source whose columns are known, before any event is made."""

    source: Sequence[Path]
    opening: Opened
    met: PeopleMet
    settled: Settled
    chosen: dict[str, ColumnChoice]
    table: Table


@contextmanager
def _understood(given: Given, asked: ReadingOptions, engine: Engine) -> Iterator[_Understood]:
    with (
        _sized(given, engine) as source,
        opened_as_settled(lambda options: opened_table(source, options, engine), asked) as opening,
        PeopleMet(engine, *opening[:2]) as met,
    ):
        settled = settle(engine, *opening[:2], met.look)
        chosen = dict(settled.hypothesis.chosen)
        met.settle(chosen, settled.hypothesis.origins.get("resource", ()))
        table = without_nothing(settled.hypothesis.table, settled.profiles, chosen)
        yield _Understood(source, opening, met, settled, chosen, table)


@contextmanager
def _sized(given: Given, engine: Engine) -> Iterator[Sequence[Path]]:
    """The files of a source, and statements planned as their size deserves; what a folder holds is not weighed."""
    with incoming(given) as source:
        engine.plan_briefly(briefly=all(map(Path.is_file, source)) and sum(path.stat().st_size for path in source) <= SMALL)
        yield source


def _note_unread(engine: Engine, chosen: Mapping[str, ColumnChoice], notes: Notes) -> None:
    """Values that could not be read in rows that are of use without them."""
    for kind, is_unread in UNREAD.items():
        if kind in chosen and (count := engine.value(f"select count(*) filter ({is_unread}) from source_row")):
            notes.append((f"reading.note_unread_{kind}s", {"count": count}))
