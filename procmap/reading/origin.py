"""The columns of a source that a reading rests on, as the source spells them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from procmap.reading.derived import JOINT
from procmap.reading.hypothesis import Hypothesis, Shape
from procmap.reading.made_columns import BESIDE
from procmap.reading.result import ColumnChoice

Origins = tuple[tuple[str, tuple[str, ...]], ...]
"""(kind, the source's columns) of each kind."""


def origins(found: Hypothesis, chosen: Mapping[str, ColumnChoice], names: Collection[str]) -> Origins:
    """The source's own columns of each kind: several where they were joined, none where no column says it.

    Args:
        found: The reading taken.
        chosen: The column of each kind, by kind; it may be one that the reading made.
        names: The columns of the source.
    """
    return tuple((kind, _of(choice.name, found.origins.get(kind, ()), names)) for kind, choice in chosen.items())


def beside_steps(found: Hypothesis) -> frozenset[str]:
    """The columns of a wide table whose values went to the step that each tells of: the case does not have them besides."""
    kinds = BESIDE if found.shape is Shape.WIDE else ()
    return frozenset(name for kind in kinds for name in found.origins.get(kind, ()))


def _of(name: str, told: tuple[str, ...], names: Collection[str]) -> tuple[str, ...]:
    if name in names:
        return (name,)
    parts = tuple(part for each in (told or (name,)) for part in ((each,) if each in names else each.split(JOINT)))
    return tuple(dict.fromkeys(parts)) if all(part in names for part in parts) else ()
