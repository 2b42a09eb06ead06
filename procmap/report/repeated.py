"""Texts that repeat one another, written once: a table of their common pieces, and each text as pieces and places in the table.

Drawings of one procedure under several plans differ in the widths and places of their pieces and in a few words; the page that
holds all of them stays small.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

_ELEMENTS = re.compile(r"(?=<(?:g|text|tr|p|td|th)\b)")
_VALUES = re.compile(r'((?<==")[^"]+|(?<=>)[^<]+)')

SHORT = 4
"""Characters up to which a piece is not worth a place in the table."""

WHOLE = 4
"""So often an element stands in the texts that is kept whole; others are parted into what is around their values, and these."""

Pieces = list[int | str]


def repeated(texts: Sequence[str]) -> tuple[list[str], list[Pieces]]:
    """The table, and each text: joined, with numbers standing for lines of the table, its pieces are the text again."""
    whole = [_ELEMENTS.split(text) for text in texts]
    often = _often(chain.from_iterable(whole), WHOLE)
    parted = [list(chain.from_iterable([one] if one in often else _parted(one) for one in pieces)) for pieces in whole]
    often |= _often(chain.from_iterable(parted), 2)
    used = Counter(piece for piece in chain.from_iterable(parted) if piece in often)
    table = {piece: place for place, (piece, _) in enumerate(used.most_common())}  # what is used most has the shortest numbers
    return list(table), [_joined([table.get(piece, piece) for piece in pieces if piece]) for pieces in parted]


def _often(pieces: Iterable[str], least: int) -> set[str]:
    return {piece for piece, times in Counter(pieces).items() if times >= least and len(piece) > SHORT}


def _parted(element: str) -> list[str]:
    return [piece for piece in _VALUES.split(element) if piece]


def _joined(pieces: Pieces) -> Pieces:
    """Pieces of which no two texts follow one another."""
    found: Pieces = []
    for piece in pieces:
        if found and isinstance(piece, str) and isinstance(found[-1], str):
            found[-1] += piece
        else:
            found.append(piece)
    return found
