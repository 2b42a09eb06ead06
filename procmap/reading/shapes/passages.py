"""Passages of vehicles at stops: each run has its stops in their order, and is no case of a procedure."""

from __future__ import annotations

from collections.abc import Iterable

from procmap.errors import ProcmapError
from procmap.reading.names import ARTICLES, NAMING, NUMBER_WORDS, words_of
from procmap.reading.options import ReadingOptions

STOPS = frozenset("arret stop haltestelle halte parada fermata paragem".split())  # noqa: SIM905 - words read best unquoted
RUNS = frozenset("ligne line linie linea linha lijn route trip".split())  # noqa: SIM905 - words read best unquoted
"""The words of headings that say where a vehicle stops, and on which line."""


def refuse_passages(names: Iterable[str], options: ReadingOptions) -> None:
    """See that no two headings say together that the rows are passages of vehicles, unless the user names the case or the step.

    Raises:
        ProcmapError: They do.
    """
    if options.case is not None or options.activity is not None:
        return
    said = {name: frozenset(words_of(name)) - ARTICLES - NAMING - NUMBER_WORDS for name in names}
    stop = next((name for name, words in said.items() if len(words) == 1 and words <= STOPS), None)
    run = next((name for name, words in said.items() if len(words) == 1 and words <= RUNS), None)
    if stop is not None and run is not None:
        raise ProcmapError("reading.passages", stop=stop, run=run)
