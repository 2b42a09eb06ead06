"""Rivals of a reading: another column for the case, or rows that are cases; where one does as well, the user says which."""

from __future__ import annotations

from dataclasses import replace

from procmap.errors import ProcmapError
from procmap.reading.derived import JOINT
from procmap.reading.document_names import names_document
from procmap.reading.hypothesis import Hypothesis
from procmap.reading.options import ReadingOptions
from procmap.reading.shapes.ambiguity import Candidate, are_the_same, two_readings
from procmap.reading.shapes.events import Tried, events
from procmap.reading.shapes.sampled import Look, Sampled, sample
from procmap.reading.shapes.wide import wide

AS_WELL = 3
"""Dated columns from which rows could be cases as well as events: an event has a start and an end itself."""

MANY = 3
"""Cases for each step from which the two cannot be taken for one another."""


def check_rivals(sampled: Sampled, tried: Tried, options: ReadingOptions, look: Look) -> None:
    """Whether another reading is as plausible as the one found, where the case was guessed.

    Raises:
        AmbiguousError: It is.
    """
    chosen = tried.hypothesis.chosen["case"]
    if chosen.reason != "reading.chosen_by_content" or sampled.table.format == "xes" or JOINT in chosen.name:
        return
    engine = sampled.engine
    first = Candidate(chosen.name, tried.hypothesis, sampled.profiles)
    for name in tried.rivals:
        if names_document(chosen.name) and not names_document(name):
            continue
        if are_the_same(engine, sampled.profiles, chosen.name, name):
            continue
        try:
            other = events(sampled, replace(options, case=name))
        except ProcmapError:
            continue
        if not other.flaws and not _is_turned_round(sampled, other):
            second = Candidate(name, other.hypothesis, sampled.profiles)
            raise two_readings(first, second, first.first_cases(engine), second.first_cases(engine))
    if options.activity is None and options.time is None:
        _check_wide(sampled, first, options, look)


def _is_turned_round(sampled: Sampled, other: Tried) -> bool:
    """Whether a reading takes for cases what is by far fewer than its steps: cases follow one another too."""
    distinct = {it.name: it.distinct for it in sampled.profiles}
    case, activity = (other.hypothesis.chosen[kind].name for kind in ("case", "activity"))
    return distinct[case] * MANY <= distinct.get(activity, 0)


def _check_wide(sampled: Sampled, first: Candidate, options: ReadingOptions, look: Look) -> None:
    """Whether the rows could be cases, with a column a step.

    Raises:
        AmbiguousError: They could.
    """
    engine = sampled.engine
    found = rows_as_cases(sampled)
    if found is None or found.chosen["case"].name not in sampled.table.names:
        return
    shown = first.first_cases(engine)
    own = sample(engine, found.table, options, look)
    second = Candidate(found.chosen["case"].name, found, own.profiles)
    raise two_readings(first, second, shown, second.first_cases(engine))


def rows_as_cases(sampled: Sampled) -> Hypothesis | None:
    """The table taken as one row a case, where it has steps enough for that; None where it has not."""
    found = wide(sampled.engine, sampled.table, sampled.profiles, sampled.people, None, spoilt=sampled.spoilt)
    return found if found is not None and _steps(found) >= AS_WELL else None


def _steps(found: Hypothesis) -> int:
    return next((int(str(values["count"])) for key, values in found.notes if key == "reading.note_wide"), 0)
