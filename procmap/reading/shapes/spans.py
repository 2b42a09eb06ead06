"""Columns of a wide table in pairs: "Instruction début" beside "Instruction fin" are the start and the end of one step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from procmap.engine import Engine
from procmap.reading.names import ARTICLES, words_of
from procmap.reading.profile import SAMPLE
from procmap.reading.shapes.beside_words import heading
from procmap.reading.shapes.row_dates import row_moments
from procmap.reading.status_names import ENDS, STARTS, named_spans

DATES = frozenset("date dates heure heures horodatage datetime timestamp time hour day jour le on at en reelle reel actual".split())  # noqa: SIM905 - words read best unquoted
"""Words of a heading that say a date, and no step."""

HOLDING = frozenset("""
contrat contract bail lease mandat mandate conge conges leave arret absence garantie warranty validite validity couverture coverage
assurance insurance location rental sejour stay stage internship licence license abonnement subscription periode period exercice
evenement event manifestation emploi employment residence""".split())  # noqa: SIM905 - words read best unquoted
"""Words for what holds from one day to another: nobody does it."""

FEWEST = 2
"""Pairs at least: one may be the period that the case is about."""

FORWARD = 0.95
"""Share of the rows with both dates in which the end is not before the start."""

WORD = re.compile(r"[^\W_]+")

COUNTED = "select count(*) filter ({start} <= {end}), count(*) from {sample} where {start} is not null and {end} is not null"


@dataclass(frozen=True)
class Span:
    """One step told by two columns.

    Attributes:
        label: What both headings call it.
        start, end: The columns.
    """

    label: str
    start: str
    end: str


NONE: Mapping[str, Span] = {}


def spans(engine: Engine, steps: Sequence[str], places: Mapping[str, int]) -> dict[str, Span]:
    """The pairs among the dated columns, by the column of the end; none where they are no steps.

    Args:
        engine: Holds the sample.
        steps: The columns of dates.
        places: Of the columns.
    """
    found = paired(steps)
    if len(found) < FEWEST or len({each.label.casefold() for each in found.values()}) < len(found):
        return {}
    moments = row_moments(engine, steps, places)
    if moments is None:
        return {}
    of = dict(zip(steps, moments, strict=True))
    return found if all(_goes_forward(engine, of[each.start], of[each.end]) for each in found.values()) else {}


def paired(names: Iterable[str]) -> dict[str, Span]:
    """The pairs that headings alone tell, by the column of the end."""
    pairs = [Span(label_of(heading(end)), start, end) for start, end in named_spans(names)]
    return {each.end: each for each in pairs if each.label and not set(words_of(each.label)) & HOLDING}


def label_of(name: str) -> str:
    """The step that a heading of its start or end names: the heading without these words and those of a date around them.

    It is spelt as the heading spells it, with a capital where that begins with one.
    """
    words = [(found.start(), found.end(), "".join(words_of(found[0]))) for found in WORD.finditer(name)]
    rest = [word not in STARTS | ENDS for *_, word in words]
    kept = [place for place, (*_, word) in enumerate(words) if rest[place] and word not in DATES | ARTICLES]
    if not kept:
        return ""
    inner = range(kept[0], kept[-1] + 1)
    if all(rest[place] for place in inner):
        label = name[words[kept[0]][0] : words[kept[-1]][1]]
    else:
        label = " ".join(name[words[place][0] : words[place][1]] for place in inner if rest[place])
    return label[:1].upper() + label[1:] if name[:1].isupper() else label


def _goes_forward(engine: Engine, start: str, end: str) -> bool:
    forward, both = engine.rows(COUNTED.format(start=start, end=end, sample=SAMPLE))[0]
    return bool(both) and forward >= FORWARD * both
