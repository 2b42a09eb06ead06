"""Wide tables: one row a case, one column a dated step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.log.people import Likeness, likeness
from procmap.reading.columns import amount_of_cases
from procmap.reading.derived import JOINT
from procmap.reading.document_names import names_document
from procmap.reading.fitting import is_weak
from procmap.reading.hypothesis import Hypothesis, Notes, Shape
from procmap.reading.listing import listing
from procmap.reading.made_columns import BESIDE, MOMENT, ROW, START, STEP
from procmap.reading.names import NOT_TIME, is_of_case, rank, words_of
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.result import ColumnChoice
from procmap.reading.shapes.beside import beside
from procmap.reading.shapes.bookkeeping import bookkeeping
from procmap.reading.shapes.entries import are_of_cases
from procmap.reading.shapes.ledger import is_ledger
from procmap.reading.shapes.periods import bare_periods, ends_held, held_periods, is_of_period
from procmap.reading.shapes.row_dates import row_moments
from procmap.reading.shapes.scattered import scattered
from procmap.reading.shapes.spans import Span, spans
from procmap.reading.shapes.unpivoting import label_of_step, unpivoted
from procmap.reading.status_names import named_pair
from procmap.reading.table import Table, is_unnamed
from procmap.reading.trial import DIGITS, is_address, is_code

MOSTLY = 0.8
"""Share of a column's values that must be dates."""

ROWS = 1_000
"""Rows on which the order of dates is judged."""

UNIQUE = 0.98
"""Share of rows whose case stands nowhere else."""

ORDERED = 0.7
"""Share of neighbouring dates of a row that do not go back, once the columns stand in their usual order."""

ENOUGH = 20
"""Neighbouring dates from which their order can be told."""

NOTHING: Mapping[str, str] = {}


def wide(
    engine: Engine, table: Table, profiles: Sequence[Profile], people: frozenset[str], case: str | None, *,
    spoilt: frozenset[str] = frozenset(), by_hand: Mapping[str, str] = NOTHING,
) -> Hypothesis | None:
    """The table taken as one row a case; None where it has fewer than two dated steps, or rows that are no cases.

    Args:
        engine: Holds the sample.
        table: The source.
        profiles: Of its columns, as they stand in the sample.
        people: Columns that hold people: they name no case.
        case: The column that the user named for the case.
        spoilt: Columns that are taken for nothing.
        by_hand: By kind, the columns that the user named for it beside the case: they hold of every step.
    """  # fmt: skip
    places, every = {it.name: place for place, it in enumerate(profiles)}, profiles
    profiles = [it for it in profiles if it.name not in spoilt]
    dated = [it for it in profiles if is_step(it) and it.name not in people]
    kept = bookkeeping(engine, dated, places)
    periods = _no_steps(engine, [it.name for it in dated if it.name not in kept], places)
    steps = [it.name for it in dated if it.name not in kept and it.name not in periods]
    profiles = _of_dated_rows(engine, profiles, steps, places)
    names = [it.name for it in profiles]
    if case is None and (named_pair(names) is not None or is_ledger(names)):
        return None  # a row that says what a status was and became is a change, that of a ledger is a line, and neither is a case
    if not _are_named_steps(steps):
        return None
    pairs = spans(engine, steps, places)
    are_periods = all(map(is_of_period, steps))
    if case is None and are_periods and not (pairs and _is_named_case(case_column(profiles, people, steps))):
        return None
    if case is None:
        if not _is_ordered(engine, steps, places) or are_of_cases(engine, list(filter(_is_named_case, profiles)), steps, places):
            return None
        refuse_turned(profiles, steps)
    guessed: Notes = ()
    if case is None and (found := case_column(profiles, people, steps)) is not None:
        case = found.name
        if not _is_named_case(found):
            guessed = (("reading.note_guessed_case", {"column": case, "option": "--case"}),)
    if case is None and (people or len(steps) < 3):
        return None  # a row that only people tell apart is a person
    named = frozenset((*spoilt, *by_hand.values(), *([case] if case else [])))
    others = beside(engine, table, every, steps, people, named, starts={each.start: end for end, each in pairs.items()})
    tied = {kind: columns for kind, columns in others.tied.items() if kind not in by_hand}
    made = {"case": case or ROW, "activity": STEP, "time": MOMENT, **({"start": START} if pairs else {})}
    made |= {kind: BESIDE[kind] for kind in tied}
    chosen = {kind: ColumnChoice(kind, name, "reading.chosen_by_shape") for kind, name in made.items()}
    chosen |= {kind: ColumnChoice(kind, name, "reading.chosen_by_option") for kind, name in by_hand.items()}
    if "amount" not in by_hand and (amount := amount_of_cases(every, people, named.union(steps, others.columns))) is not None:
        chosen["amount"] = amount
    count, starts = len(steps), tuple(each.start for each in pairs.values())
    steps = [name for name in steps if name not in starts]
    origins = {"time": tuple(steps), **{kind: tuple(columns.values()) for kind, columns in tied.items()}}
    origins |= {"start": starts} if starts else {}
    notes: Notes = (("reading.note_wide", {"count": count}), *guessed, *_told(pairs, kept, periods, tied, others.untied))
    return Hypothesis(Shape.WIDE, unpivoted(table, steps, case, tied, pairs), chosen, notes, origins=origins)


def _of_dated_rows(
    engine: Engine, profiles: Sequence[Profile], steps: Sequence[str], places: Mapping[str, int]
) -> Sequence[Profile]:
    """The profiles, that of a heading which names the case without what stands in rows of no date: totals of each month."""
    named = [it for it in profiles if _is_named_case(it) and it.name not in steps and MOSTLY * it.filled <= it.distinct]
    if not named or not steps:
        return profiles
    texts = {it.name: f"nullif(trim(c{places[it.name]}), '')" for it in named}
    dated = " or ".join(f"nullif(trim(c{places[name]}), '') is not null" for name in steps)
    asked = ", ".join(f"count({text}), count(distinct {text})" for text in texts.values())
    rows, *found = engine.rows(f"select count(*), {asked} from {SAMPLE} where {dated}")[0]
    counts = dict(zip(texts, zip(found[::2], found[1::2], strict=True), strict=True))
    return [replace(it, rows=rows, filled=counts[it.name][0], distinct=counts[it.name][1]) if it.name in counts else it
            for it in profiles]  # fmt: skip


def _no_steps(engine: Engine, dated: Sequence[str], places: Mapping[str, int]) -> tuple[str, ...]:
    """Dated columns between whose dates something holds, or that tell the life of what the case is about."""
    found = bare_periods(dated) + ends_held(dated)
    left = [name for name in dated if name not in found]
    found += held_periods(engine, left, places) + scattered(engine, left, places)
    return tuple(dict.fromkeys(found))


def _are_named_steps(steps: Sequence[str]) -> bool:
    """Whether dated columns are steps by what they are called: not after people, nor mostly nameless where no header was found."""
    is_person = any(likeness(name.split(JOINT)[0]) >= Likeness.NAME for name in steps)
    return len(steps) >= 2 and not is_person and 2 * sum(map(is_unnamed, steps)) <= len(steps)


def _is_named_case(it: Profile | None) -> bool:
    """Whether the heading of a column says that it is the case."""
    return it is not None and (rank("case", it.name) is not None or names_document(it.name))


def _told(
    pairs: Mapping[str, Span], kept: Sequence[str], periods: Sequence[str], tied: Mapping[str, Mapping[str, str]],
    untied: Sequence[str],
) -> Notes:  # fmt: skip
    """The notes on steps of two columns, on dates that are no steps, on columns taken with the date of a step, and on those
    of no known step.
    """  # noqa: D205 - one sentence, longer than a line
    spanning: Notes = (("reading.note_spans", {"steps": listing([each.label for each in pairs.values()])}),) if pairs else ()
    beside_step = [f"{column} ({label_of_step(step, pairs)})" for columns in tied.values() for step, column in columns.items()]
    named = {"dates_of_record": listing(kept), "dates_of_period": listing(periods)}
    named |= {"beside": listing(beside_step), "not_beside": listing(untied)}
    others: Notes = tuple((f"reading.note_{key}", {"columns": columns}) for key, columns in named.items() if columns)
    return spanning + others


def refuse_turned(profiles: Sequence[Profile], steps: Sequence[str]) -> None:
    """See that the rows are cases: a table turned round has one row a step and one column a case.

    Raises:
        ProcmapError: The column beside the dates is named like the step, or the dates have names in series, more than rows.
    """
    others = [it for it in profiles if it.name not in steps and it.filled]
    named = next((it.name for it in others if rank("activity", it.name) is not None and not is_weak(it.name)), None)
    is_alone = not any(rank("case", it.name) is not None or names_document(it.name) for it in others)
    forms = {DIGITS.sub("0", name) for name in steps}
    is_series = len(forms) == 1 and len(steps) >= SERIES and len(steps) > max(it.rows for it in profiles)
    if is_alone and (is_series or (named is not None and len(steps) >= SERIES)):
        raise ProcmapError("reading.turned_table", count=len(steps), column=named or others[0].name if others else steps[0])


SERIES = 5
"""Columns of dates from which they may be cases in series."""


def is_step(it: Profile) -> bool:
    """Whether a column says when something was done: dates, and no date of birth, term or plan."""
    return it.filled > 0 and it.dates >= MOSTLY and not (set(words_of(it.name)) & NOT_TIME) and not is_of_case(it.name)


def _is_ordered(engine: Engine, steps: Sequence[str], places: dict[str, int]) -> bool:
    """Whether the dates of most rows follow one another as they usually do: dates by chance have no usual order."""
    moments = row_moments(engine, steps, places)
    if moments is None:
        return False
    rows = [row for row in engine.rows(f"select {', '.join(moments)} from {SAMPLE} limit {ROWS}") if any(row)]
    forward, met = 0, 0
    before = [[0] * len(steps) for _ in steps]
    for row in rows:
        filled = [(k, t) for k, t in enumerate(row) if t is not None]
        for k, t in filled:
            for other, u in filled:
                before[k][other] += (t < u) - (u < t)
    usual = sorted(range(len(steps)), key=lambda k: -sum((n > 0) - (n < 0) for n in before[k]))
    for row in rows:
        dates = [row[k] for k in usual if row[k] is not None]
        forward += sum(one <= two for one, two in pairwise(dates))
        met += max(0, len(dates) - 1)
    return met < ENOUGH or forward >= ORDERED * met


def case_column(profiles: Sequence[Profile], people: frozenset[str], steps: Sequence[str]) -> Profile | None:
    """The column that tells the rows apart: named like a case, else the first codes that never come back, else the first texts.

    A mere "N°" or "#" may count the rows: what is called the number of a document comes before it.
    """
    free = [it for it in profiles if it.name not in steps and it.name not in people and rank("resource", it.name) is None]
    unique = [it for it in free if it.rows and it.filled >= UNIQUE * it.rows and it.distinct >= UNIQUE * it.filled]
    unique = [it for it in unique if it.fractions < 0.5 and it.dates < 0.5]
    unique = [it for it in unique if not is_address(it)] or unique  # a link leads to the case that another column names
    named = sorted((_sureness(it.name), rank("case", it.name) or 0, k) for k, it in enumerate(unique) if _is_named_case(it))
    if named:
        return unique[named[0][2]]
    return next((it for it in unique if is_code(it)), unique[0]) if unique else None


def _sureness(name: str) -> int:
    """How surely a heading that may name the case names it, 0 the most."""
    if rank("case", name) is not None and not is_weak(name):
        return 0
    return 1 if names_document(name) else 2
