"""Whether the procedure is one and the same over the whole log, or changed for good at some week.

The blocks of 4 weeks before and after each possible cut are compared: their median cycle times by rank, the paths that their cases
take by the Jensen-Shannon divergence. A break must be large, begin at once, last as long as the log, be told by nearly every block
alone, and be one that shuffled blocks do not show: a slow summer, a growing volume, a slow trend and few cases are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log as logarithm
from typing import TYPE_CHECKING, Any, Literal

from procmap.engine.duckdb_engine import sql_of
from procmap.log.calendar import DAY, MINUTE
from procmap.statistics import (
    cliffs_delta,
    hodges_lehmann,
    jensen_shannon,
    mixture_break,
    mixture_break_p_value,
    rank_break,
    rank_break_p_value,
)

if TYPE_CHECKING:
    import numpy as np

    from procmap.log import EventLog
    from procmap.measures.structure.paths import Paths

    Array = np.ndarray[Any, Any]

WEEKS = 4
"""Length of a block."""

STRETCH = 4
"""Blocks on either side of a break, at least: longer than a summer. So many next to the break must show it, too."""

BLOCK_CASES = 10
"""Cases below which a block says nothing, and is left out."""

STRETCH_CASES = 100
"""Cases on either side, at least."""

KINDS, KIND_SHARE = 30, 0.01
"""The commonest paths that are told apart, each taken by at least this share of the cases; the others are one kind."""

RATIO = 2.0
"""Median cycle times on either side differ at least by this factor ..."""

SPREADS = 4.0
"""... and by so many standard deviations of the blocks of one side (logarithms): a queue that comes and goes reaches two ..."""

BITS = 0.1
"""... or the paths by this divergence: a path that nobody took becomes that of a fifth of the cases."""

SURE = 0.9
"""Share of the pairs of blocks (for paths, of the blocks) that must tell the two sides apart."""

LEVEL = 0.01
"""Share of shuffled sequences that may break as clearly."""


@dataclass(frozen=True)
class Drift:
    """A break.

    Attributes:
        week: The first week after it, counted like `week` of case_.
        before, after: Closed cases on either side, of those that were compared.
        what: What changed: the "time" that cases take, or the "paths" that they take.
        p_value: Of "the blocks come in any order".
    """

    week: int
    before: int
    after: int
    what: Literal["time", "paths"]
    p_value: float


def find_drift(log: EventLog, paths: Paths) -> Drift | None:
    """The break of the log, the one of the paths where there are two; None where there is no strong evidence of one."""
    import numpy as np

    cut = log.profile.cut
    since = log.period.monday * DAY if cut is None else cut.at
    sql = sql_of("procmap.measures.time", "drift").format(day=DAY, weeks=WEEKS, monday=log.period.monday, since=since)
    found = log.engine.columns(sql)
    blocks, place = np.unique(np.asarray(found["block"]), return_inverse=True)
    cases = np.asarray(found["cases"], dtype=np.int64)
    kinds = np.minimum(paths.of_variant[np.asarray(found["variant"], dtype=np.int64)], _told_apart(paths))
    counts = np.zeros((len(blocks), KINDS + 1), dtype=np.int64)
    np.add.at(counts, (place, kinds), cases)
    medians = np.zeros(len(blocks))
    medians[place] = np.asarray(found["median"], dtype=np.float64)
    enough = counts.sum(axis=1) >= BLOCK_CASES
    blocks, counts, medians = blocks[enough], counts[enough], medians[enough]
    return _of_paths(blocks, counts) or _of_time(blocks, counts, np.log(medians + MINUTE))


def _told_apart(paths: Paths) -> int:
    """How many paths are kinds of their own."""
    return min(KINDS, int((paths.cases >= KIND_SHARE * max(int(paths.cases.sum()), 1)).sum()))


def _of_paths(blocks: Array, counts: Array) -> Drift | None:
    found = mixture_break(counts, STRETCH)
    if found is None:
        return None
    cut = found.position
    whole = jensen_shannon(counts[:cut].sum(axis=0), counts[cut:].sum(axis=0))
    near = jensen_shannon(counts[cut - STRETCH : cut].sum(axis=0), counts[cut : cut + STRETCH].sum(axis=0))
    if min(whole, near) < BITS or _recognised(counts, cut) < SURE:
        return None
    return _drift(blocks, counts, cut, "paths", mixture_break_p_value(counts, STRETCH))


def _of_time(blocks: Array, counts: Array, medians: Array) -> Drift | None:
    import numpy as np

    found = rank_break(medians, STRETCH)
    if found is None:
        return None
    cut = found.position
    pairs = ((medians[:cut], medians[cut:]), (medians[cut - STRETCH : cut], medians[cut : cut + STRETCH]))
    spread = float(np.sqrt((medians[:cut].var() * cut + medians[cut:].var() * (len(medians) - cut)) / (len(medians) - 2)))
    least = max(logarithm(RATIO), SPREADS * spread)
    if any(abs(hodges_lehmann(after, before)) < least or abs(cliffs_delta(after, before)) < SURE for before, after in pairs):
        return None
    return _drift(blocks, counts, cut, "time", rank_break_p_value(medians, STRETCH))


def _recognised(counts: Array, cut: int) -> float:
    """Share of the blocks whose paths are likelier on their own side (without themselves) than on the other."""
    import numpy as np

    after = np.arange(len(counts)) >= cut
    sides = np.stack([counts[:cut].sum(axis=0), counts[cut:].sum(axis=0)])
    own = sides[after.astype(np.int64)] - counts
    other = sides[1 - after.astype(np.int64)]

    def likelihood(mixture: Array) -> Array:
        shares = (mixture + 0.5) / (mixture + 0.5).sum(axis=1, keepdims=True)
        told: Array = (counts * np.log(shares)).sum(axis=1)
        return told

    return float((likelihood(own) > likelihood(other)).mean())


def _drift(blocks: Array, counts: Array, cut: int, what: Literal["time", "paths"], p_value: float) -> Drift | None:
    before, after = int(counts[:cut].sum()), int(counts[cut:].sum())
    if p_value > LEVEL or min(before, after) < STRETCH_CASES:
        return None
    return Drift(int(blocks[cut]) * WEEKS, before, after, what, p_value)
