"""One sheet or one file for each step, which bears its name: no column says the step then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from procmap.errors import ProcmapError
from procmap.log.people import Likeness, likeness
from procmap.reading.date_choice import moment_of
from procmap.reading.date_words import MONTH_NAMES
from procmap.reading.derived import with_columns
from procmap.reading.hypothesis import Hypothesis, Notes
from procmap.reading.listing import listing
from procmap.reading.made_columns import SHEET
from procmap.reading.names import words_of
from procmap.reading.options import ReadingOptions
from procmap.reading.order import order_of
from procmap.reading.profile import SAMPLE
from procmap.reading.result import ColumnChoice
from procmap.reading.shapes.events import events
from procmap.reading.shapes.sampled import Look, Sampled, sample
from procmap.reading.table import quoted

MONTHS = frozenset(" ".join(MONTH_NAMES.values()).split())


def by_sheet(sampled: Sampled, options: ReadingOptions, look: Look) -> Hypothesis | None:
    """The reading by the names of the sheets or files that the rows stand in; None where these are no steps.

    Sheets of a year, a month or a person hold whole cases: their names say no step, or the cases do not pass from one to another.
    """
    parts = sampled.table.parts
    steps = [" ".join(_step(part.title).split()) for part in parts]
    if options.activity is not None or len(parts) < 2 or len(set(steps)) < len(parts) or not all(map(_may_be_step, steps)):
        return None
    named = " ".join(f"when {place} then {quoted(step)}" for place, step in enumerate(steps))
    own = sample(sampled.engine, with_columns(sampled.table, {SHEET: f"case part {named} end"}), options, look)
    try:
        found = events(own, replace(options, activity=SHEET))
    except ProcmapError:
        return None
    if found.flaws or not _is_in_order(own, found.hypothesis):
        return None
    chosen = {**found.hypothesis.chosen, "activity": ColumnChoice("activity", SHEET, "reading.chosen_by_shape")}
    notes: Notes = (*found.hypothesis.notes, ("reading.note_sheets", {"steps": listing(steps)}))
    return replace(found.hypothesis, chosen=chosen, notes=notes)


def _step(title: str) -> str:
    """What a sheet or a file is called, without the ending of a file."""
    return PurePath(title).stem if PurePath(title).suffix.lower() in {".csv", ".txt", ".tsv"} else title


def _may_be_step(name: str) -> bool:
    """Whether a name says more than a number, a year or a month, and nobody."""
    told = [word for word in words_of(name) if not word.isdecimal() and word not in MONTHS]
    return bool(told) and likeness(name) < Likeness.NAME


def _is_in_order(sampled: Sampled, found: Hypothesis) -> bool:
    """Whether cases pass from one sheet to another as chance would not have them."""
    moment = moment_of(sampled.engine, found.chosen["time"].name, sampled.places)
    case = sampled.text(found.chosen["case"].name)
    return order_of(sampled.engine, SAMPLE, case, sampled.text(SHEET), moment).is_sure
