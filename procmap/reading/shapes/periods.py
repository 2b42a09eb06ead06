"""Dates between which something holds, or that tell the life of a thing: a contract, a leave, a loan, a vehicle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from procmap.engine import Engine
from procmap.reading.dates import DAY
from procmap.reading.names import ARTICLES, words_of
from procmap.reading.profile import SAMPLE
from procmap.reading.shapes.row_dates import row_moments
from procmap.reading.shapes.spans import DATES
from procmap.reading.status_names import ENDS, STARTS, named_spans

FEWEST = 5
"""Rows with both dates from which it can be told what lies between them."""

RARELY, OFTEN = 0.1, 0.5
"""Share of these in which another date may lie between them, and that must last whole months or end after all that was done."""

HELD = f"""
with dates as (select {{start}} as a, {{end}} as b, ({{inner}}) as inner_, greatest({{last}}) as done from {{sample}}),
days as (select *, make_timestamp(a) as first_, date_diff('day', make_timestamp(a), make_timestamp(b)) as days,
  date_diff('month', make_timestamp(a), make_timestamp(b) + interval 2 day) as months from dates where a <= b)
select count(*),
  count(*) filter (months > 0 and abs(days + 1 - date_diff('day', first_, first_ + to_months(months::integer))) <= 1),
  count(*) filter (b > (select max(done) from dates) + {DAY}), count(*) filter (inner_)
from days
"""
"""Rows with both dates; those that last whole months, but for a day; that end after all that was done; with a date between."""

PERIOD = frozenset("""
debut fin du au renouvellement renewal start end begin from to until entree sortie embauche valable validite
achat acquisition purchase pret emprunt loan retour restitution circulation fabrication commissioning technique reforme
titularisation last dernier derniere letzte letzter laatste ultimo ultima avancement promotion""".split())  # noqa: SIM905 - words read best unquoted
"""Words of such dates."""

PUT_TO_USE = frozenset({"mise", "service"})
"""The words that say together when a thing was put to use."""


FROM_TO = tuple(map(frozenset, (
    ("du", "au"), ("from", "to"), ("from", "until"), ("von", "bis"), ("van", "tot"), ("desde", "hasta"), ("dal", "al"),
)))  # fmt: skip
"""Headings of one word that say together from when to when something is asked for."""


HELD_THINGS = frozenset("""
contrat bail convention mandat detachement stage mission conge garantie droit droits agrement habilitation location contract lease
agreement mandate warranty rights vertrag vertrages mietvertrag contrato contratto""".split())  # noqa: SIM905 - words read best unquoted
"""Words for what holds from a day to another."""


def ends_held(names: Iterable[str]) -> tuple[str, ...]:
    """The headings that say nothing but the day on which what is decided begins to hold, or ceases to: "Fin du contrat"."""
    said = ((name, set(words_of(name)) - ARTICLES - DATES) for name in names)
    known = HELD_THINGS | STARTS | ENDS
    return tuple(name for name, words in said if words & HELD_THINGS and words - HELD_THINGS and words <= known)


def bare_periods(names: Iterable[str]) -> tuple[str, ...]:
    """The headings that say nothing but the beginning and the end of what a row is about: "Du" beside "Au"."""
    found = {words[0]: name for name in names if len(words := words_of(name)) == 1}
    return tuple(name for word, name in found.items() if any(word in pair <= found.keys() for pair in FROM_TO))


def held_periods(engine: Engine, dated: Sequence[str], places: Mapping[str, int]) -> tuple[str, ...]:
    """The bare beginning and end of what each row holds from a day to another, as contracts do; none where work is done in it.

    "Date de début" beside "Date de fin" may be those of the work. They are of a contract or a leave where most last whole
    months, or end after all that was done, and hardly any other date of the row lies between them.

    Args:
        engine: Holds the sample.
        dated: The columns of dates.
        places: Of the columns.
    """
    pair = next(((start, end) for start, end in named_spans(dated) if _says_nothing_else(start, end)), None)
    moments = row_moments(engine, dated, places) if pair is not None else None
    if pair is None or moments is None:
        return ()
    of = dict(zip(dated, moments, strict=True))
    start, end = (of[name] for name in pair)
    others = [each for name, each in of.items() if name not in pair]
    inner = " or ".join(f"({each} > {start} and {each} < {end})" for each in others) or "false"
    last = ", ".join([start, *others])
    rows, whole, later, between = engine.rows(HELD.format(start=start, end=end, inner=inner, last=last, sample=SAMPLE))[0]
    is_held = rows >= FEWEST and between <= RARELY * rows and max(whole, later) >= OFTEN * rows
    return pair if is_held else ()


def _says_nothing_else(*names: str) -> bool:
    return all(set(words_of(name)) - STARTS - ENDS <= DATES | ARTICLES for name in names)


def is_of_period(name: str) -> bool:
    """Whether a heading says a date on which something begins to hold, or ceases to."""
    words = set(words_of(name))
    return bool(words & PERIOD) or words >= PUT_TO_USE
