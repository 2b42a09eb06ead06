"""Whether who did what names people: a mailbox, a unit or a robot is no server that a file waits for."""

from __future__ import annotations

from procmap.redesign.simulation.luck import Luck

MOST_EVENTS = 0.5
"""Share of the events with a name from which one name is of more than a person."""

LEAST_EVENTS = 0.5
"""Share of all events that must bear a name."""


def names_people(luck: Luck) -> bool:
    """Whether most events bear a name, none bears most of them, and there are more names than roles."""
    import numpy as np

    named = luck.person[luck.person >= 0]
    if len(named) < LEAST_EVENTS * len(luck.person) or not len(named):
        return False
    people, times = np.unique(named, return_counts=True)
    roles = np.unique(luck.role[(luck.person >= 0) & (luck.role >= 0)])
    return bool(times.max() <= MOST_EVENTS * len(named)) and len(people) > len(roles)
