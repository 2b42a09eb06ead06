"""Event tables: one row an event. The columns are chosen, held against what a log must be, and chosen again without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from procmap.errors import ProcmapError
from procmap.reading.columns import choose_columns
from procmap.reading.date_choice import moment_of
from procmap.reading.derived import JOINT, joined
from procmap.reading.document_names import names_part
from procmap.reading.fitting import WEAK
from procmap.reading.hypothesis import Hypothesis, Notes, Shape
from procmap.reading.names import NOT_TIME, folded, is_of_case, rank, says_doer, words_of
from procmap.reading.options import ReadingOptions
from procmap.reading.order import order_of
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.result import ColumnChoice
from procmap.reading.shapes.labelled import with_shared_labels
from procmap.reading.shapes.numbering import series_of
from procmap.reading.shapes.sampled import Sampled
from procmap.reading.shapes.snapshots import are_snapshots
from procmap.reading.shapes.status_changes import is_chained, new_status
from procmap.reading.status_names import named_pair
from procmap.reading.trial import Columns, Flaw, counts, row_flaws, value_flaws

TRIES = 4
"""Columns tried for the case before a table is given up."""

OF_CASE = (Flaw.SINGLE_EVENTS, Flaw.ONE_CASE, Flaw.ACTIVITY_OF_CASE, Flaw.ACTIVITIES_DO_NOT_RECUR, Flaw.NO_ORDER,
           Flaw.CASE_IS_CLOCK, Flaw.CASE_IS_DATE, Flaw.CASE_IS_AMOUNT, Flaw.CASE_IS_YES_NO, Flaw.CASE_IS_TEXT,
           Flaw.CASE_IS_PEOPLE, Flaw.TURNED_ROUND, Flaw.FEW_CASES)  # fmt: skip
"""Flaws that another column for the case may mend."""


SAID_BY_NAME = (Flaw.ONE_CASE, Flaw.ONE_MOMENT, Flaw.AT_ONCE, Flaw.CASE_IS_PEOPLE)
"""What is no flaw where the name says that the column is the case: its numbers may hold names."""


COUNTED = 0.9
"""Share of numbers among the values of a column beside that may hold totals."""


@dataclass(frozen=True)
class Tried:
    """A hypothesis with what the trial found, and the columns that would do as well for its case."""

    hypothesis: Hypothesis
    flaws: tuple[Flaw, ...]
    rivals: tuple[str, ...] = ()


def events(sampled: Sampled, options: ReadingOptions) -> Tried:
    """The table taken as one row an event: the first reading without a flaw, else the first of all.

    Raises:
        ProcmapError: No column could be the case, the activity or the time.
    """
    found = _by_cases(sampled, options)
    step = found.hypothesis.chosen["activity"]
    is_weakly_named = step.reason == "reading.chosen_by_name" and folded(step.name) in WEAK
    if not is_weakly_named or sampled.table.format == "xes" or found.hypothesis.shape is Shape.STATUS_CHANGES:
        return found
    is_series = found.hypothesis.chosen["case"].name not in sampled.places
    if not found.flaws and (is_series or _is_in_order(sampled, found.hypothesis.chosen)):
        return found
    try:  # "state" may be the step, or how each step went: another column is, where its order is no chance
        other = _by_cases(sampled, options, frozenset({step.name}))
    except ProcmapError:
        return found
    return found if other.flaws else other


def _by_cases(sampled: Sampled, options: ReadingOptions, no_activity: frozenset[str] = frozenset()) -> Tried:
    """The reading by the first column for the case that leaves no flaw, else by the first of all."""
    tried: list[Tried] = []
    no_case: frozenset[str] = frozenset()
    while len(tried) < TRIES:
        try:
            found = _chosen(sampled, options, no_case, no_activity)
        except ProcmapError:
            if not tried:
                raise
            break
        tried.append(found)
        case = found.hypothesis.chosen["case"]
        if not found.flaws or options.case or sampled.table.format == "xes" or not set(found.flaws) & set(OF_CASE):
            break
        no_case |= {case.name}
    return next((it for it in tried if not it.flaws), tried[0])


def _chosen(
    sampled: Sampled, options: ReadingOptions, no_case: frozenset[str], no_activity: frozenset[str]
) -> Tried:
    chosen, notes, rivals = choose_columns(
        sampled.engine, sampled.profiles, options, sampled.people, sampled.spoilt, no_case, no_activity
    )
    told: Notes = tuple(notes)
    shape = Shape.EVENTS
    named = named_pair(it.name for it in sampled.profiles)
    says_change = options.activity is None and named is not None and chosen["activity"].name == named[1]
    pair = named if says_change else _status_change(sampled, chosen) if options.activity is None else None
    if pair is not None:
        shape = Shape.STATUS_CHANGES
        reason = chosen["activity"].reason if says_change else "reading.chosen_by_content"
        chosen["activity"] = ColumnChoice("activity", pair[1], reason)
        told = (*(note for note in told if note[0] != "reading.note_guessed_activity"),
                ("reading.note_status_changes", {"old": pair[0], "new": pair[1]}))  # fmt: skip
    is_named = _is_named(chosen) and not no_case | no_activity
    flaws = _flaws(sampled, chosen, is_named=is_named, says_step=says_change or _says("activity", chosen["activity"].name))
    if says_change and flaws == [Flaw.NO_ORDER] and named is not None:
        moment = moment_of(sampled.engine, chosen["time"].name, sampled.places)
        flaws = [] if is_chained(sampled.engine, sampled.profiles, chosen["case"].name, moment, named) else flaws
    hypothesis = Hypothesis(shape, sampled.table, chosen, told)
    if not flaws and options.case is None and (series := _series(sampled, chosen)) is not None:
        hypothesis = _with_series(hypothesis, series)
    if not flaws and options.activity is None and shape is Shape.EVENTS:
        hypothesis = with_shared_labels(sampled.engine, sampled.profiles, sampled.people, hypothesis)
    return Tried(hypothesis, tuple(flaws), rivals)


def _is_named(chosen: Mapping[str, ColumnChoice]) -> bool:
    """Whether names alone say what the case is: its own, or a weak one beside that of the step."""
    case, activity = chosen["case"], chosen["activity"]
    if case.reason == "reading.chosen_by_option" or _says("case", case.name):
        return True
    return case.reason == "reading.chosen_by_name" and _says("activity", activity.name)


def _says(kind: str, name: str) -> bool:
    return rank(kind, name) is not None and folded(name) not in WEAK


def _flaws(sampled: Sampled, chosen: Mapping[str, ColumnChoice], *, is_named: bool, says_step: bool) -> list[Flaw]:
    case, activity = (chosen[kind].name for kind in ("case", "activity"))
    by_name = {it.name: it for it in sampled.profiles}
    time = sampled.text(chosen["time"].name)
    columns = Columns(by_name[case], by_name[activity], sampled.text(case), sampled.text(activity), time)
    flaws = value_flaws(columns, sampled.people) + row_flaws(
        sampled.engine, SAMPLE, columns, is_clear=is_named and says_step,
        is_guessed=chosen["case"].reason == "reading.chosen_by_content", has_counts=any(map(counts, sampled.profiles))
    )
    if is_named:
        is_of_step = rank("time", chosen["time"].name) is not None or chosen["time"].reason == "reading.chosen_by_option"
        kept = () if is_of_step else (Flaw.AT_ONCE,)  # "Date de dépôt" that never changes within a case is of the case
        is_counted = any(it.numbers >= COUNTED and it.name not in (case, activity) for it in sampled.profiles)
        flaws = [flaw for flaw in flaws if (flaw in kept or flaw not in SAID_BY_NAME) and (is_counted or flaw is not Flaw.COUNTS)]
    if _says("case", case) and says_step:
        flaws = [flaw for flaw in flaws if flaw is not Flaw.TURNED_ROUND]
    moment = moment_of(sampled.engine, chosen["time"].name, sampled.places) if not flaws else ""
    if not flaws and are_snapshots(sampled.engine, SAMPLE, columns.case_sql, columns.activity_sql, moment):
        flaws.append(Flaw.SNAPSHOTS)
    if not flaws and not is_named and not _is_in_order(sampled, chosen):
        flaws.append(Flaw.NO_ORDER)
    return flaws


def _is_in_order(sampled: Sampled, chosen: Mapping[str, ColumnChoice]) -> bool:
    """Whether the steps follow one another as chance would not have them."""
    moment = moment_of(sampled.engine, chosen["time"].name, sampled.places)
    case, activity = (sampled.text(chosen[kind].name) for kind in ("case", "activity"))
    return order_of(sampled.engine, SAMPLE, case, activity, moment).is_sure


def _free(sampled: Sampled, chosen: Mapping[str, ColumnChoice], kinds: tuple[str, ...]) -> list[Profile]:
    taken = {choice.name for kind, choice in chosen.items() if kind in kinds} | sampled.people | sampled.spoilt
    return [it for it in sampled.profiles if it.name not in taken and it.filled and it.dates < 0.5]


def _status_change(sampled: Sampled, chosen: Mapping[str, ColumnChoice]) -> tuple[str, str] | None:
    labels = [it for it in _free(sampled, chosen, ("case", "time")) if it.fractions < 0.5 and 1 < it.distinct <= 200]
    labels = [it for it in labels if not is_of_case(it.name)]
    if len(labels) < 2 or not _may_pair(labels):
        return None
    moment = moment_of(sampled.engine, chosen["time"].name, sampled.places)
    return new_status(sampled.engine, sampled.profiles, chosen["case"].name, moment, labels)


def _may_pair(labels: list[Profile]) -> bool:
    """Whether two columns share most of their values."""
    sets = [set(it.values) for it in labels]
    return any(
        len(one & other) * 2 >= min(len(one), len(other)) > 1 for k, one in enumerate(sets) for other in sets[k + 1 :]
    )


YEARS = frozenset("""
exercice annee an year millesime registre serie campagne session periode jahr jaar anno ano ejercicio esercizio""".split())  # noqa: SIM905 - words read best unquoted
"""Words of columns with which numbers begin again."""


def _series(sampled: Sampled, chosen: Mapping[str, ColumnChoice]) -> str | None:
    case = next(it for it in sampled.profiles if it.name == chosen["case"].name)
    is_plain = case.numbers >= 0.9 and case.fractions < 0.5
    free = _free(sampled, chosen, ("case", "activity", "time", "start", "amount"))
    free = [it for it in free if not set(words_of(it.name)) & NOT_TIME and not _says_who(it.name)]
    if not is_plain:  # only plain numbers begin again; others have parts that are called so
        free = [it for it in free if names_part(it.name)]
    free.sort(key=lambda it: not set(words_of(it.name)) & YEARS)
    if not free:
        return None
    moment = moment_of(sampled.engine, chosen["time"].name, sampled.places)
    return series_of(sampled.engine, sampled.profiles, case.name, chosen["activity"].name, moment, free)


def _says_who(name: str) -> bool:
    """Whether a heading says who acts, under a name or a number: no numbers begin again with each of them."""
    return says_doer(name) or rank("resource", name) is not None


def _with_series(hypothesis: Hypothesis, series: str) -> Hypothesis:
    number = hypothesis.chosen["case"].name
    table = joined(hypothesis.table, (series, number), "-")
    name = JOINT.join((series, number))
    chosen = {kind: choice for kind, choice in hypothesis.chosen.items() if choice.name != series}
    chosen["case"] = ColumnChoice("case", name, "reading.chosen_by_content")
    notes = tuple(note for note in hypothesis.notes if note[0] != "reading.note_guessed_case")
    told: dict[str, object] = {"number": number, "series": series}
    note = ("reading.note_series", told)
    return replace(hypothesis, table=table, chosen=chosen, notes=(*notes, note))
