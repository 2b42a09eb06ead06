"""Whether who did what names people: a mailbox, a unit or a robot is no server that a file waits for."""

from __future__ import annotations

from procmap.log import EventLog

MOST_EVENTS = 0.5
"""Share of the events with a name from which one name is of more than a person."""

LEAST_EVENTS = 0.5
"""Share of all events that must bear a name."""


def names_people(log: EventLog) -> bool:
    """Whether most events bear a name, none bears most of them, and there are more names than roles."""
    times = dict(log.engine.rows("select resource, count(*) from event group by resource"))
    unnamed = times.pop(None, 0)
    named = sum(times.values())
    if not named or named < LEAST_EVENTS * (named + unnamed):
        return False
    ((roles,),) = log.engine.rows("select count(distinct role) from event where resource is not null")
    return bool(max(times.values()) <= MOST_EVENTS * named) and len(times) > roles
