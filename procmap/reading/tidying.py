"""What is put right in the staged rows before any is refused: words for nothing, spoiled numbers, unseen blanks, open work."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from procmap.engine import Engine
from procmap.reading.listing import listing
from procmap.reading.missing import forget_nothing, present, words_for_nothing
from procmap.reading.open_work import find_open_work
from procmap.reading.profile import Profile
from procmap.reading.result import ColumnChoice
from procmap.reading.rows import TEXTS, Staging
from procmap.reading.spelling import has_odd_blanks, join_spellings
from procmap.reading.spoiled_ids import refuse_rounded, repair_floats
from procmap.reading.table import Table, is_one_of_many

UNREAD = {"time": "time_text", "start": "start_text", "deadline": "deadline_text"}
"""The columns of source_row with the texts that were not read."""

COPY = re.compile(r"(?P<name>.+) \(\d+\)")
"""A name numbered because another column bears it."""

Notes = list[tuple[str, dict[str, object]]]


def without_nothing(table: Table, profiles: Sequence[Profile], chosen: Mapping[str, ColumnChoice]) -> Table:
    """The table whose texts are empty where they are words for nothing, for the columns whose sample shows some."""
    kinds = {choice.name: kind for kind, choice in chosen.items()}
    nothing = {}
    for it in profiles:
        words = words_for_nothing(it.values, kinds.get(it.name))
        if present((*it.values, *it.nothing), words):
            nothing[it.name] = words
    return replace(table, nothing=nothing) if nothing else table


def tidy(engine: Engine, staging: Staging, profiles: Sequence[Profile], notes: Notes) -> None:
    """Put source_row right; what the sample did not show is looked for in the whole of it.

    Raises:
        ProcmapError: The numbers of the cases are rounded.
    """
    table, chosen = staging.table, staging.chosen
    values = {it.name: it.values for it in profiles}
    for kind, choice in chosen.items():
        if kind in UNREAD:
            forget_nothing(engine, UNREAD[kind], words_for_nothing(values.get(choice.name, ()), kind))
        elif kind in TEXTS and kind != "instance":
            _tidy_texts(engine, table, choice, values.get(choice.name, ()), notes)
    _keep_open_work(engine, chosen, notes)
    if staging.writing and staging.writing.doubtful is not None:
        told: dict[str, object] = {"column": chosen["amount"].name, "value": staging.writing.doubtful}
        notes.append(("reading.note_doubtful_amounts", told))
    _tell_double_names(table, notes)


def _tidy_texts(engine: Engine, table: Table, choice: ColumnChoice, seen: Sequence[str], notes: Notes) -> None:
    """Put the texts of a kind right, where its different values show the need."""
    column, words = TEXTS[choice.kind], words_for_nothing(seen, choice.kind)
    if choice.kind == "case":
        refuse_rounded(engine, seen, column, choice.name)
    nothing, floats, odd = engine.rows(
        f"select count(*) filter ({is_one_of_many('v', words)}), count(*) filter (ends_with(v, '.0') or ends_with(v, ',0')), "
        f"count(*) filter ({has_odd_blanks('v', plain=table.plain)}) from (select distinct {column} as v from source_row)"
    )[0]
    if nothing:
        forget_nothing(engine, column, words)
    if floats and choice.kind in {"case", "resource"}:
        repair_floats(engine, column, choice.name, notes)
    if odd:
        join_spellings(engine, column, choice.name, notes)


def _tell_double_names(table: Table, notes: Notes) -> None:
    numbered = (COPY.fullmatch(name) for name in table.names)
    if doubles := dict.fromkeys(found["name"] for found in numbered if found and found["name"] in table.names):
        notes.append(("reading.note_double_names", {"columns": listing(list(doubles))}))


def _keep_open_work(engine: Engine, chosen: Mapping[str, ColumnChoice], notes: Notes) -> None:
    """Work that has begun and not ended is an event that ends as it starts."""
    if "start" not in chosen:
        return
    is_open = "time is null and time_text is null and start is not null"
    if count := engine.value(f"select count(*) from source_row where {is_open}"):
        find_open_work(engine, is_open)
        engine.run(f"update source_row set time = start, utc = start_utc where {is_open}")
        notes.append(("reading.note_open_ends", {"count": count}))
