"""Whole microseconds shared out, so that none is lost and none made."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def apportioned(total: int, weights: Sequence[int]) -> list[int]:
    """A total in proportion to weights of at least zero, not all zero; what rounding leaves goes to the largest remainders."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    found = [total * weight // whole for weight in weights]
    left = total - sum(found)
    for place in sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))[:left]:
        found[place] += 1
    return found


def settled(before: Mapping[T, int], replayed: Mapping[T, int], touched: Collection[T], whole: int) -> dict[T, int]:
    """The time of each place after the plan; all sum to `whole`. See redesign.time_after for who gives and who takes.

    Args:
        before: As it runs.
        replayed: As the replay has it, of every place.
        touched: The places that an accepted change touches.
        whole: What is left of the time of all, at most that of before.
    """
    found = {place: time if place in touched else before.get(place, 0) for place, time in replayed.items()}
    untouched = [place for place in replayed if place not in touched]

    more = whole - sum(found.values())
    if more > 0:
        more -= _move(found, more, {place: max(replayed[place] - found[place], 0) for place in untouched})
        _move(found, more, {place: max(before.get(place, 0) - found[place], 0) for place in touched})
    else:
        more -= _move(found, more, {place: found[place] for place in touched})
        more -= _move(found, more, {place: max(found[place] - replayed[place], 0) for place in untouched})
        _move(found, more, {place: found[place] for place in untouched})
    return found


def _move(found: dict[T, int], more: int, room: Mapping[T, int]) -> int:
    """Add to each place, or take away, in proportion to its room and no more than that; how much was."""
    sign = 1 if more > 0 else -1
    moved = min(abs(more), sum(room.values()))
    for place, part in zip(room, apportioned(moved, list(room.values())), strict=True):
        found[place] += sign * part
    return sign * moved
