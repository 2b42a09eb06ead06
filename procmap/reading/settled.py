"""A reading settled for one shape of export: it holds for the next export of the same shape, and for no other.

The shape of an export is the set of its column names, not their order, since columns are named and not counted. Names are
compared as columns are found (blind to case, accents and punctuation), without the months and numbers in them: a table that
gets one column more each month, or that names the year, keeps its shape. Columns without a name keep their number.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from procmap.errors import ProcmapError
from procmap.reading.choice import NEEDED
from procmap.reading.derived import JOINT
from procmap.reading.doubts import SETTLED
from procmap.reading.names import KINDS, words_of
from procmap.reading.options import ReadingOptions, Settled
from procmap.reading.spelt_names import resolved
from procmap.reading.table import Table

OPENING = ("encoding", "separator", "sheet")
"""What must be known before the header can be read."""

CHOICES = (*KINDS, *OPENING, "date_format", "time_zone")
"""What a reading settles: how an export is read. Which cases of it are kept is another matter."""

MONTHS = frozenset("""
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre janv fevr avr juil sept oct nov dec
january february march april may june july august september october november december jan feb mar apr jun jul aug sep
""".split())  # noqa: SIM905 - words read best unquoted

NAMELESS = re.compile(r"column \d+")
"""A column that the source does not name."""

DIGITS = 16
"""Of the fingerprint."""

Notes = tuple[tuple[str, dict[str, object]], ...]
Opened = tuple[Table, ReadingOptions, Notes]
"""The source, the options that it is read with, and what is to be known of them."""


def shape_of(names: Sequence[str]) -> str:
    """The fingerprint of the shape of an export, in hexadecimal; it tells no name.

    Args:
        names: Its columns.
    """
    told = "\n".join(sorted({_steady(name) for name in names}))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def is_for(settled: Settled, names: Sequence[str]) -> bool:
    """Whether what was settled holds for an export: it has the shape, and no column of a year or month has gone."""
    if shape_of(names) != settled.shape:
        return False
    steady = {_steady(name) for name in names}
    wanted = [name for kind, name in settled.choices if kind in KINDS]
    parts = {part.strip() for name in wanted if resolved(name, tuple(names)) is None for part in name.split(JOINT)}
    return not any(_steady(part) in steady and resolved(part, tuple(names)) is None for part in parts)


def following(options: ReadingOptions) -> ReadingOptions:
    """The options with what was settled, where they say nothing else."""
    assert options.settled is not None
    chosen: dict[str, Any] = {name: value for name, value in options.settled.choices if getattr(options, name) is None}
    return replace(options, settled=None, **chosen)


@contextmanager
def opened_as_settled(
    opened: Callable[[ReadingOptions], AbstractContextManager[Table]], options: ReadingOptions
) -> Iterator[Opened]:
    """The source, read as it was settled if it has the shape; else as if nothing had been, which is told.

    Args:
        opened: Opens the source.
        options: What the user settles.

    Raises:
        ProcmapError: It cannot be opened either way.
    """
    settled = options.settled
    if settled is None:
        with opened(options) as only:
            yield only, options, ()
        return
    plain = replace(options, settled=None)
    with ExitStack() as stack:
        table = _first_opened(stack, opened, following(options))
        if table is not None and is_for(settled, table.names):
            yield table, following(options), ((SETTLED, {"file": settled.file}),)
            return
        if table is None or any(name in OPENING for name, _ in settled.choices):
            stack.close()
            table = stack.enter_context(opened(plain))
        is_by_hand = all(options.column(kind) for kind in NEEDED)
        yield table, plain, () if is_by_hand else (("reading.note_other_shape", {"file": settled.file}),)


def _first_opened(
    stack: ExitStack, opened: Callable[[ReadingOptions], AbstractContextManager[Table]], options: ReadingOptions
) -> Table | None:
    """The source, opened with what was settled; None where that cannot be: another workbook has other sheets."""
    try:
        return stack.enter_context(opened(options))
    except ProcmapError:
        return None


def _steady(name: str) -> str:
    """What stays of a column name from one month to the next."""
    if NAMELESS.fullmatch(name):
        return name
    words = words_of(name)
    kept = [word for word in words if not word.isdecimal() and word not in MONTHS]
    return "".join(kept) or ("#" if words else name.casefold())
