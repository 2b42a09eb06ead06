"""Which columns are the case, the activity and the time where no name says so: those under which the rows show most order."""

from __future__ import annotations

from procmap.engine import Engine
from procmap.reading.choice import Choosing
from procmap.reading.date_choice import moment_of
from procmap.reading.document_names import names_document, names_part
from procmap.reading.fitting import fits_weakly
from procmap.reading.names import NOT_TIME, is_of_case, is_planned, rank, says_doer, words_of
from procmap.reading.of_day import of_day
from procmap.reading.order import order_of
from procmap.reading.profile import AT_ONCE, SAMPLE, Profile
from procmap.reading.record_dates import says_written
from procmap.reading.trial import is_flag, is_prose

MOST_CASES = 8
"""Columns tried for the case where none is named so."""

MANY = 3
"""Steps for each case from which the two are taken for one another."""

MOST_LABELS = 4
"""Labels tried for the activity of such a case."""

CLOSE = 0.05
"""Difference of order below which another column would do as well for the case."""


def time_by_content(choosing: Choosing) -> None:
    """The time: the dates of most rows, the most different ones first."""
    dated = [it for it in choosing.free("time") if it.dates >= 0.9]
    happened = [it for it in dated if not is_planned(it.name)]
    events = [it for it in happened if not (set(words_of(it.name)) & NOT_TIME) and not is_of_case(it.name)] or happened
    events = [it for it in events if not says_written(it.name)] or events
    if not events:
        return
    best = max(events, key=lambda it: (it.filled, it.distinct))
    choosing.take("time", best.name, "content")
    choosing.rivals["time"] = [it.name for it in events if it is not best]


def case_and_activity_by_content(engine: Engine, choosing: Choosing) -> None:
    """The case under which the rows show most order; the activity: the label that varies most in a case and follows an order."""
    moment = moment_of(engine, choosing.chosen["time"].name, choosing.places)
    cases = [choosing.profile("case")] if "case" in choosing.chosen else _cases_by_content(engine, choosing, moment)
    labels = [choosing.profile("activity")] if "activity" in choosing.chosen else _labels(engine, choosing, moment)
    is_named = "case" in choosing.chosen or "activity" in choosing.chosen
    found: list[tuple[float, int, str, str | None]] = []
    for place, case in enumerate(cases[:MOST_CASES]):
        fewer = [it for it in labels if it.distinct < MANY * case.distinct]  # a guess with many steps a case is turned round
        varying = _varying(engine, choosing, case.name, labels if is_named else fewer)
        strength, name = _most_ordered(engine, choosing, case.name, varying, moment)
        found.append((-strength, place, case.name, name))
    if not found:
        return
    strength, _, case_name, label = min(found, key=lambda it: (round(it[0], 2), it[1]))
    if "case" not in choosing.chosen:
        choosing.take("case", case_name, "content")
        close = [it for it in found if it[2] != case_name and it[0] < 0 and it[0] - strength < CLOSE]
        choosing.rivals["case"] = [name for _, _, name, _ in close]
    if "activity" not in choosing.chosen and label is not None:
        choosing.take("activity", label, "content")


def _cases_by_content(engine: Engine, choosing: Choosing, moment: str) -> list[Profile]:
    """Columns whose values come back, the most distinct first."""
    found = [it for it in choosing.free("case") if it.repeats and it.filled > 0.95 * it.rows and it.distinct > 1]
    found = [it for it in found if it.name not in choosing.people and not says_doer(it.name) and rank("resource", it.name) is None]
    found = [it for it in found if not is_flag(it) and not is_prose(it)]
    if any(names_document(it.name) for it in found):
        found = [it for it in found if not names_part(it.name)]
    return sorted(_but_of_day(engine, choosing, found, moment), key=lambda it: -it.distinct)


def _labels(engine: Engine, choosing: Choosing, moment: str) -> list[Profile]:
    """Columns that may say which step was done."""
    labels = [it for it in choosing.free("activity") if fits_weakly("activity", it) and it.distinct > 1]
    labels = [it for it in labels if it.filled > 0.9 * it.rows and not is_of_case(it.name) and not says_doer(it.name)]
    return _but_of_day(engine, choosing, [it for it in labels if not is_flag(it) and not is_prose(it)], moment)


def _but_of_day(engine: Engine, choosing: Choosing, found: list[Profile], moment: str) -> list[Profile]:
    """Those that do not follow from the date alone."""
    follows = of_day(engine, [choosing.text(it.name) for it in found], moment)
    return [it for it, is_of_day in zip(found, follows, strict=True) if not is_of_day]


def _varying(engine: Engine, choosing: Choosing, case: str, labels: list[Profile]) -> list[str]:
    """Labels, those first that vary most within a case."""
    labels = [it for it in labels if it.name != case]
    pairs: list[int] = []
    for first in range(0, len(labels), AT_ONCE):
        some = [choosing.places[it.name] for it in labels[first : first + AT_ONCE]]
        counted = ", ".join(f"count(distinct (c{choosing.places[case]}, c{place}))" for place in some)
        pairs += engine.rows(f"select {counted} from {SAMPLE}")[0]
    ranked = sorted(range(len(labels)), key=lambda k: (-pairs[k], labels[k].distinct))
    return [labels[k].name for k in ranked]


def _most_ordered(
    engine: Engine, choosing: Choosing, case: str, labels: list[str], moment: str
) -> tuple[float, str | None]:
    """The first label whose order is no chance, and how strong it is; else the first of all."""
    for name in labels[:MOST_LABELS]:
        order = order_of(engine, SAMPLE, choosing.text(case), choosing.text(name), moment)
        if order.is_sure:
            return order.strength, name
    return 0.0, labels[0] if labels else None
