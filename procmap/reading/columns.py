"""Which column is the case, the activity, the time: by the user's word, by name, else by what the values look like."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.engine import Engine
from procmap.errors import ProcmapError, UsageError
from procmap.reading.case_by_order import case_and_activity_by_content, time_by_content
from procmap.reading.choice import NEEDED, Choice, Choosing, doubtful
from procmap.reading.content import ByContent
from procmap.reading.document_names import names_document
from procmap.reading.fitting import FITS, fits_weakly, is_weak
from procmap.reading.lifecycle_column import are_marks_of_others
from procmap.reading.listing import listing
from procmap.reading.moments import is_clock
from procmap.reading.names import (
    CASE_LEVEL,
    KINDS,
    MONEY,
    NOT_TIME,
    OF_THE_CASE,
    PARTS,
    START_WORDS,
    is_of_case,
    is_planned,
    names_group,
    rank,
    words_of,
)  # fmt: skip
from procmap.reading.options import ReadingOptions
from procmap.reading.profile import Profile
from procmap.reading.result import ColumnChoice
from procmap.reading.span_by_content import start_by_content, start_by_order, start_by_stay
from procmap.reading.spelt_names import nearest, resolved
from procmap.reading.status_names import named_pair, named_span
from procmap.reading.time_of_case import settle_time
from procmap.reading.trial import has_digit
from procmap.reading.unreadable import unreadable

ORDER = ("time", "start", "case", "activity", "lifecycle", "instance", "resource", "role", "amount", "outcome",
         "channel", "deadline", "delegation")  # fmt: skip
"""The order of choosing: what dates are is settled first."""

EACH = 10
"""Rows of each word, on average, from which a heading that may say the case or the step says the step."""

LEAST = 2
"""Different values of a heading that may say the transition from which it may say the step."""

OF_CASE = frozenset({"case", "amount", "outcome", "channel", "deadline"})
"""What an attribute of the case may be."""


def choose_columns(
    engine: Engine,
    profiles: tuple[Profile, ...],
    options: ReadingOptions,
    people: frozenset[str] = frozenset(),
    spoilt: frozenset[str] = frozenset(),
    no_case: frozenset[str] = frozenset(),
    no_activity: frozenset[str] = frozenset(),
) -> Choice:
    """The column of each kind, what was doubtful, and what would do as well.

    Args:
        engine: Holds the sample.
        profiles: Of the columns.
        options: What the user settles.
        people: Columns that hold people: never steps, roles or outcomes.
        spoilt: Columns that are taken for nothing: times of day that another column holds together with the day.
        no_case: Columns that were tried for the case in vain.
        no_activity: Columns that were tried for the activity in vain.

    Raises:
        ProcmapError: An option names no column, or a column of people as the step or the role, or nothing could be the case,
            the activity or the time.
    """
    choosing = Choosing(profiles, options, people, spoilt, no_case, no_activity)
    names = tuple(it.name for it in profiles)
    for kind in KINDS:
        if wanted := options.column(kind):
            name = column_named(wanted, names, f"--{kind}")
            if kind in ("activity", "role") and name in people:
                raise UsageError(f"reading.people_as_{kind}", column=name)
            choosing.take(kind, name, "option")
    for kind in ORDER:
        if kind not in choosing.chosen:
            _by_name(choosing, kind)
        if kind == "time" and kind not in choosing.chosen:
            time_by_content(choosing)
            if kind in choosing.chosen:
                start_by_content(engine, choosing)
    if "time" in choosing.chosen and ("activity" not in choosing.chosen or "case" not in choosing.chosen):
        case_and_activity_by_content(engine, choosing)
    _leave_marks(engine, choosing)
    _check_found(choosing)
    settle_time(engine, choosing)
    start_by_stay(engine, choosing)
    start_by_order(engine, choosing)
    ByContent(engine, profiles, choosing.chosen, people).settle()
    is_by_content = choosing.chosen["case"].reason == "reading.chosen_by_content"
    return Choice(choosing.chosen, doubtful(choosing), tuple(choosing.rivals.get("case", ())) if is_by_content else ())


def _leave_marks(engine: Engine, choosing: Choosing) -> None:
    """Take another column for the step, where the one taken only says that the steps of another began or ended."""
    step = choosing.chosen.get("activity")
    if step is None or step.reason == "reading.chosen_by_option" or not {"time", "case"} <= choosing.chosen.keys():
        return
    others = [it for it in choosing.free("activity") if it.distinct > 1 and fits_weakly("activity", it)]
    if not are_marks_of_others(engine, choosing.profiles, step.name, others, choosing.chosen["case"].name):
        return
    del choosing.chosen["activity"]
    choosing.no_activity |= {step.name}
    _by_name(choosing, "activity")
    case_and_activity_by_content(engine, choosing)


def _check_found(choosing: Choosing) -> None:
    """See that case, activity and time are known, and that the time has a day.

    Raises:
        ProcmapError: They are not; first that there are no dates, since such a source is no log whatever else is missing.
    """
    for kind in ("time", *NEEDED):
        if kind not in choosing.chosen:
            raise _missing(kind, choosing)
    if is_clock(time := choosing.profile("time")):
        raise _no_day(time)


def column_named(wanted: str, names: tuple[str, ...], option: str) -> str:
    """The column that an option names.

    Raises:
        ProcmapError: There is none; the message proposes the nearest.
    """
    if (name := resolved(wanted, names)) is not None:
        return name
    near = nearest(wanted, names)
    key = "reading.unknown_column" if near else "reading.unknown_column_far"
    raise ProcmapError(key, column=wanted, option=option, near=", ".join(near), columns=listing(names))


def _by_name(choosing: Choosing, kind: str) -> None:
    ranked = []
    for place, it in enumerate(choosing.free(kind)):
        if is_of_case(it.name) and kind not in OF_CASE:
            continue
        found = rank(kind, it.name)
        if found is None or (is_weak(it.name) and not fits_weakly(kind, it)) or _says_other(choosing, kind, it):
            continue
        if kind == "activity" and is_weak(it.name) and it.distinct < LEAST:
            continue  # "state": "completed" in all rows says how each step went
        ranked.append((found, place, it.name))
    if ranked:
        choosing.take(kind, min(ranked)[2], "name")
        constant = {it.name for it in choosing.profiles if it.distinct < 2}
        choosing.rivals[kind] = [name for _, _, name in sorted(ranked)[1:] if name not in constant]
        return
    pair = named_pair(it.name for it in choosing.profiles) if kind == "activity" else None
    if pair is not None and any(it.name == pair[1] for it in choosing.free(kind)):
        choosing.take(kind, pair[1], "name")
        choosing.no_case |= {pair[0]}
        return
    if kind == "time" and (span := named_span(it.name for it in choosing.free(kind))) is not None:
        choosing.take("start", span[0], "name")
        choosing.take(kind, span[1], "name")
        return
    if partial := _by_words(choosing, kind):
        choosing.take(kind, partial[0], "name")
        choosing.rivals[kind] = partial[1:]


def _says_other(choosing: Choosing, kind: str, it: Profile) -> bool:
    """Whether a heading that says two kinds says the other: "Vorgang" is the step where its few words stand beside numbered
    documents, "eventType" the transition where its values are some.
    """  # noqa: D205 - one sentence, longer than a line
    if kind == "activity" and rank("lifecycle", it.name) is not None:
        return FITS["lifecycle"](it) or it.distinct < LEAST
    if rank("case", it.name) is None or rank("activity", it.name) is None:
        return False
    is_label = it.distinct * EACH <= it.filled and 2 * sum(map(has_digit, it.values)) < len(it.values)
    if kind == "activity":
        return not is_label
    others = (each for each in choosing.free("case") if each.name != it.name and each.repeats and each.distinct > it.distinct)
    return kind == "case" and is_label and any(rank("case", each.name) is not None or names_document(each.name) for each in others)


def amount_of_cases(profiles: Sequence[Profile], people: frozenset[str], taken: frozenset[str]) -> ColumnChoice | None:
    """The column of amounts of a table of cases, by the names that say so in a table of events.

    Args:
        profiles: Of its columns.
        people: Columns that hold people.
        taken: Columns that are something else.
    """
    choosing = Choosing(tuple(profiles), ReadingOptions(), people, taken)
    _by_name(choosing, "amount")
    return choosing.chosen.get("amount")


def _by_words(choosing: Choosing, kind: str) -> list[str]:
    """Columns with a word of the kind within a longer name, whose values fit."""
    found = []
    for it in choosing.free(kind):
        words = set(words_of(CASE_LEVEL.sub("", it.name) if is_of_case(it.name) else it.name))
        is_other = kind in {"time", "start"} and bool(words & NOT_TIME or (kind == "time" and words & START_WORDS))
        is_other = is_other or (kind == "case" and (bool(words & OF_THE_CASE) or rank("resource", it.name) is not None))
        is_other = is_other or (kind == "resource" and names_group(it.name))
        is_elsewhere = is_of_case(it.name) and kind not in OF_CASE - {"case"}
        is_said = bool(words & set(PARTS.get(kind, ()))) or (kind == "amount" and MONEY.search(it.name) is not None)
        if is_said and not is_other and not is_elsewhere and fits_weakly(kind, it) and not _says_other(choosing, kind, it):
            found.append(it.name)
    return found


def _missing(kind: str, choosing: Choosing) -> ProcmapError:
    """Why no column is the one of a kind: for the time, its dates cannot be read, or an option took them for something else."""
    columns = listing([it.name for it in choosing.profiles])
    if "time" not in choosing.chosen and not any(it.dates >= 0.5 for it in choosing.profiles):
        clock = next((it for it in choosing.profiles if is_clock(it)), None)
        if clock is not None:
            return _no_day(clock)
    if len(choosing.profiles) == 1:
        return ProcmapError("reading.one_column", column=columns)
    if kind == "time":
        planned = [it for it in choosing.profiles if it.dates >= 0.5 and not is_clock(it)]
        if planned and "start" not in choosing.chosen and all(is_planned(it.name) for it in planned):
            return ProcmapError("reading.only_planned_dates", columns=listing([it.name for it in planned]), column=planned[0].name)
        taken = {choice.name: choice.kind for choice in choosing.chosen.values()}
        named = [it for it in choosing.profiles if it.name not in taken and it.values and rank(kind, it.name) is not None]
        if named:
            return unreadable(named[0].name, named[0].values[0])
        dates = [it.name for it in choosing.profiles if it.name in taken and it.dates >= 0.5]
        if dates:
            option = f"--{taken[dates[0]]}"
            return ProcmapError("reading.only_date_taken", column=dates[0], option=option, columns=columns)
    return ProcmapError(f"reading.no_{kind}_column", columns=columns)


def _no_day(clock: Profile) -> ProcmapError:
    return unreadable(clock.name, clock.values[0])
