"""From a known source's table to the table of its steps."""

from __future__ import annotations

from dataclasses import replace

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.fitting import FITS
from procmap.reading.hypothesis import Hypothesis, Notes, Shape
from procmap.reading.names import PARTS, rank, words_of
from procmap.reading.profile import profiles
from procmap.reading.result import ColumnChoice
from procmap.reading.sources.meaning import PASSAGE, PLACE, ROW, RULE, Meaning
from procmap.reading.sources.source_file import KnownSource
from procmap.reading.table import Table, distinct_names

REASON = "reading.chosen_by_source"


def derived_hypothesis(engine: Engine, source: KnownSource, table: Table) -> Hypothesis:
    """The steps of an export, one row each, in the order in which they happened, and what was left out.

    Args:
        engine: Where the table stands.
        source: What the table is an export of.
        table: The export.

    Raises:
        ProcmapError: No row of it is a step.
    """
    meaning = Meaning(source, table)
    added = meaning.added()
    numbered = _numbered(meaning, source, table)
    notes = _notes(engine, source, meaning, table, numbered)
    names, cells = _cells(meaning, source, table, added)
    made = dict(zip(added, names[len(names) - len(added) :], strict=True))
    kept = f"{RULE} in ({', '.join(map(str, _kept_rules(source)))})"
    if source.passages:
        kept += f" and {added['time'][1]} is not null"
    columns = ", ".join(f"{sql} as c{place}" for place, sql in enumerate(cells))
    # what a window sees must be all rows: steps take their role from rows that are none
    whole = f"select {columns}, {PLACE}, {kept} as is_kept, row_number() over (order by {_order(meaning, source)}) as step_order"
    shown = ", ".join([*(f"c{place}" for place in range(len(cells))), PLACE])
    relation = f"(select {shown} from ({whole} from {numbered}) where is_kept order by step_order)"
    is_text = table.line is None
    steps = replace(
        table, relation=relation, names=names, line=None if is_text else PLACE, row=PLACE if is_text else None, lines=None
    )
    chosen = _chosen(meaning, source, made)
    if "amount" in source.guessed and (amount := _amount(engine, source, meaning, table)):
        chosen["amount"] = ColumnChoice("amount", amount, "reading.chosen_by_name")
    return Hypothesis(Shape.KNOWN_SOURCE, steps, chosen, notes, source.name, _origins(meaning, source))


def _numbered(meaning: Meaning, source: KnownSource, table: Table) -> str:
    """The rows with their number, their line and the rule that they fall under; once for each passage, where there are some."""
    line = table.line or "row_number() over ()"
    rows = f"select *, row_number() over () as {ROW}, {line} as {PLACE}, {meaning.rule()} as {RULE} from {table.relation}"
    if not source.passages:
        return f"({rows})"
    return f"(select * from ({rows}) cross join (select unnest(range({len(source.passages)})) as {PASSAGE}))"


def _order(meaning: Meaning, source: KnownSource) -> str:
    return f"{meaning.order()}, {PASSAGE}" if source.passages else meaning.order()


def _kept_rules(source: KnownSource) -> list[int]:
    return [k for k, rule in enumerate(source.steps) if not rule.no_work] or [0]


def _cells(
    meaning: Meaning, source: KnownSource, table: Table, added: dict[str, tuple[str, str]]
) -> tuple[tuple[str, ...], list[str]]:
    """The names of the columns kept and their SQL: a meaning takes the place of the column that it is named after."""
    made = [name for name, _ in added.values()]
    gone = {*meaning.spelt(source.personal), *made, *meaning.spelt([it.column for it in source.passages])}
    as_they_are = {names[0] for kind in source.columns if kind not in added and (names := meaning.kind(kind))}
    kept = [name for name in table.names if name not in gone - as_they_are]
    return distinct_names([*kept, *made]), [*map(table.sql, kept), *(sql for _, sql in added.values())]


def _chosen(meaning: Meaning, source: KnownSource, made: dict[str, str]) -> dict[str, ColumnChoice]:
    columns = {kind: names[0] for kind in source.columns if (names := meaning.kind(kind))}
    return {kind: ColumnChoice(kind, name, REASON) for kind, name in {**columns, **made}.items()}


def _origins(meaning: Meaning, source: KnownSource) -> dict[str, tuple[str, ...]]:
    """The export's columns of each kind."""
    found = {kind: tuple(meaning.kind(kind)) for kind in source.columns}
    dated = tuple(meaning.spelt([it.column for it in source.passages]))
    return {**found, "time": dated} if dated else found


def _notes(engine: Engine, source: KnownSource, meaning: Meaning, table: Table, numbered: str) -> Notes:
    """What the export is and hides, and how many of its rows are no steps.

    Raises:
        ProcmapError: All of them.
    """
    if source.passages:
        dates = ", ".join(meaning.text(it.column) for it in source.passages)
        outside = f"{PASSAGE} = 0 and coalesce({dates}) is null"
        rows, is_row = f"{PASSAGE} = 0", "true"
    else:
        outside, rows, is_row = f"{RULE} = -1", "true", f"{RULE} <> -1"
    polls = [k for k, rule in enumerate(source.steps) if rule.no_work]
    idle = f"{RULE} in ({', '.join(map(str, polls))})" if polls else "false"
    blank = f"trim(concat_ws('', {', '.join(map(table.sql, table.names))})) = ''"
    counts = f"""count(*) filter ({rows}), count(*) filter ({outside}), count(*) filter ({idle}),
                 count(*) filter ({meaning.robot()} and {is_row} and not {idle})"""
    total, no_steps, no_work, robots = engine.rows(f"select {counts} from {numbered} where not {blank}")[0]
    if total and total == no_steps + no_work:
        raise ProcmapError("reading.source_without_steps", title=source.title, rows=total, name=source.name)
    told: dict[str, object] = {"title": source.title, "hides": source.hides, "name": source.name}
    notes = [("reading.note_source", told)]
    if no_steps:
        key = "reading.note_no_dates" if source.passages else "reading.note_no_steps"
        notes.append((key, {"count": no_steps, "rows": total}))
    if no_work:
        notes.append(("reading.note_no_work", {"count": no_work, "rows": total}))
    if robots:
        notes.append(("reading.note_robots", {"count": robots, "names": ", ".join(source.robots)}))
    return tuple(notes)


def _amount(engine: Engine, source: KnownSource, meaning: Meaning, table: Table) -> str | None:
    """The column of the form that is an amount, by name and values."""
    asked = [*source.recognised.columns, *source.personal, *(name for names in source.columns.values() for name in names)]
    own = set(meaning.spelt(asked))
    found = []
    for place, it in enumerate(profiles(engine, table)):
        named = rank("amount", it.name)
        if named is None and set(words_of(it.name)) & set(PARTS["amount"]):
            named = 1000
        if it.name not in own and named is not None and FITS["amount"](it):
            found.append((named, place, it.name))
    return min(found)[2] if found else None
