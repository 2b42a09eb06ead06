"""Lines that say that they were cancelled: they are read like the others, and counted: only the office knows what they mean."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.engine import Engine
from procmap.reading.hypothesis import Hypothesis, Notes, Shape
from procmap.reading.listing import listing
from procmap.reading.names import words_of
from procmap.reading.profile import Profile
from procmap.reading.table import quoted

CANCELLED = frozenset("""
annule annulee annules annulees cancelled canceled storniert geannuleerd anulado anulada supprime supprimee deleted geloscht
verwijderd""".split())  # noqa: SIM905 - words read best unquoted
BESIDE = frozenset("ligne line saisie entry est is zeile regel".split())  # noqa: SIM905 - words read best unquoted
"""What may stand beside such a word in a value."""

NO = frozenset("non no n 0 faux false nein nee f".split())  # noqa: SIM905 - words read best unquoted
"""Answers under the heading "Annulé" that say that a line was not."""

MOST = 50
"""Different values of a column that says what became of lines."""

PART = 0.5
"""Share of the cases with such lines that must have others too: else the whole case was cancelled."""

COUNTED = """
select coalesce(sum(n), 0), count(*), count(*) filter (n < lines) from (
  select count(*) filter ({is_cancelled}) as n, count(*) as lines from {relation} where {case} is not null group by {case})
where n > 0
"""


def cancelled_lines(engine: Engine, found: Hypothesis, profiles: Sequence[Profile]) -> Notes:
    """The note on the column that says so of some lines of cases; none where whole cases were cancelled.

    Args:
        engine: Holds the table.
        found: The reading.
        profiles: Of the columns of its table.
    """
    if found.shape in (Shape.WIDE, Shape.KNOWN_SOURCE) or found.source is not None:
        return ()
    others = {choice.name for kind, choice in found.chosen.items() if kind != "outcome"}
    for it in profiles:
        if it.name in others or it.distinct > MOST or not (values := _saying_so(it)):
            continue
        column, case = found.table.cleaned(it.name), found.table.cleaned(found.chosen["case"].name)
        is_cancelled = f"{column} in ({', '.join(map(quoted, values))})"
        count, cases, part = engine.rows(COUNTED.format(is_cancelled=is_cancelled, case=case, relation=found.table.relation))[0]
        if count and part >= PART * cases:
            return (("reading.note_cancelled", {"count": int(count), "column": it.name, "values": listing(values)}),)
    return ()


def _saying_so(it: Profile) -> list[str]:
    different = list(dict.fromkeys(it.values))
    if set(words_of(it.name)) <= CANCELLED | BESIDE and it.name.strip() and it.distinct <= len(NO):
        return [value for value in different if "".join(words_of(value)) not in NO and len(value) <= len("annulée")]
    return [value for value in different if (said := set(words_of(value))) & CANCELLED and said <= CANCELLED | BESIDE]
