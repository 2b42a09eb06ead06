"""The events that a log in the notation of case_notation.py stands for.

Arrivals are spread evenly over the working days, the kinds of case evenly among each other, and every office time is
varied between a half and one and a half of what is written. Nothing is drawn at random: a case file always stands for
the same log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from procmap.detectors.case_notation import OFFICE_DAY, Kind, Step, parse_log
from procmap.engine import Engine
from procmap.log import EventLog, OfficeCalendar
from procmap.log.calendar import DAY, EPOCH, HOUR
from procmap.procedures.pack_table import PackChoice
from procmap.procedures.procedure import UNKNOWN, Procedure, recognise

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

FIRST_DAY = (dt.date(2024, 1, 8) - EPOCH).days
"""The Monday on which the first case arrives."""

WEEKS = 40
"""Weeks of arrivals where the case file says nothing."""

MARGIN = 400
"""Days after the last arrival within which every case ends."""

SESSION, SESSION_LASTS = 14 * HOUR, 2 * HOUR
"""Sessions begin at two o'clock, and their cases are done one after another within two hours."""

GOLDEN, ROOT_TWO, ROOT_THREE, ROOT_FIVE = 0.6180339887498949, 0.4142135623730951, 0.7320508075688772, 0.2360679774997898
"""Multiples of an irrational number fill the unit interval evenly, whatever their count."""


def load_case(case: Mapping[str, Any], engine: Engine) -> None:
    """Store the log of a case (its keys `log` and `weeks`) as `source_event`, as the reading room would leave it."""
    import numpy as np

    calendar = OfficeCalendar()
    weeks = int(case.get("weeks", WEEKS))
    clock = _Clock(calendar, FIRST_DAY + 7 * weeks + MARGIN)
    kinds = parse_log(case["log"])
    order = _interleaved([kind.cases for kind in kinds])
    started = any(step.service is not None for kind in kinds for step in kind.steps)
    arrivals = _arrivals(clock, len(order), weeks)
    rows: list[tuple[Any, ...]] = []
    for number, kind in enumerate(kinds):
        mine = np.array([i for i, of in enumerate(order) if of == number], dtype=np.int64)
        for place, (step, times) in enumerate(zip(kind.steps, _times(clock, kind, mine, arrivals[mine]), strict=True)):
            begins = clock.wall(clock.office(times) - step.service) if step.service else times
            rows += [
                (
                    int(i), place, f"C{i + 1:04d}", step.activity, step.role, int(time), step.outcome, kind.channel,
                    step.people[int(i) % len(step.people)] if step.people else None,
                    _amount(kind, int(i)), int(begin),
                    int(clock.wall(arrivals[i : i + 1])[0]) + kind.due * DAY if kind.due else 0,
                )
                for i, time, begin in zip(mine, times, begins, strict=True)
            ]
    _store(engine, sorted(rows, key=lambda row: row[:2]), started=started)


def procedure_of(case: Mapping[str, Any], log: EventLog) -> Procedure:
    """The procedure of a case: the pack that its key `pack` names, and none where it names none."""
    return recognise(PackChoice(case["pack"]), log.events_by_label()) if "pack" in case else UNKNOWN


def _amount(kind: Kind, number: int) -> int:
    """The amount of a case, smallest unit of money; 0 where the kind has none."""
    if kind.amounts is None:
        return 0
    low, high = kind.amounts
    return round(100 * (low + (high - low) * ((number + 1) * ROOT_FIVE % 1.0)))


def _interleaved(counts: Sequence[int]) -> list[int]:
    """The kind of each case by arrival: every kind spread evenly over the whole."""
    places = [((j + 0.5) / count, kind) for kind, count in enumerate(counts) for j in range(count)]
    return [kind for _, kind in sorted(places)]


class _Clock:
    """Wall time and office time of a calendar, each from the other."""

    def __init__(self, calendar: OfficeCalendar, last: int) -> None:
        self._inverse = calendar.inverse(FIRST_DAY, last)

    def office(self, wall: Array) -> Array:
        """Office time at each moment."""
        import numpy as np

        opens, cumulated = self._inverse.opens, self._inverse.cumulated
        at = np.maximum(np.searchsorted(opens, wall, side="right") - 1, 0)
        found: Array = cumulated[at] + np.clip(wall - opens[at], 0, cumulated[at + 1] - cumulated[at])
        return found

    def wall(self, office: Array) -> Array:
        """The earliest moment at which the office time has passed."""
        return self._inverse(office)

    def open_days(self) -> Array:
        """The working days, since 1970."""
        import numpy as np

        days: Array = np.unique(self._inverse.opens // DAY)
        return days


def _arrivals(clock: _Clock, cases: int, weeks: int) -> Array:
    """Office time at which each case arrives: spread over the working days, and over the hours of the day."""
    import numpy as np

    days = int((clock.open_days() < FIRST_DAY + 7 * weeks).sum())
    number = np.arange(cases)
    hour = np.asarray(_even(number, GOLDEN) * OFFICE_DAY, dtype=np.int64)
    return (number * days // max(cases, 1)) * OFFICE_DAY + hour


def _times(clock: _Clock, kind: Kind, cases: Array, arrival: Array) -> list[Array]:
    """The moments of each step of the cases of a kind (numbers and arrivals given): one array a step."""
    import numpy as np

    found = [clock.wall(arrival)]
    for place, step in enumerate(kind.steps[1:], start=1):
        vary = 0.5 + _even(cases + 1, place * ROOT_TWO + GOLDEN)
        ready = clock.wall(clock.office(found[-1]) + np.asarray(step.office * vary, dtype=np.int64))
        if step.exact is not None:
            ready = found[-1] + step.exact
        if step.work is not None:
            person = cases % max(len(step.people), 1)
            ready = clock.wall(_in_turn(clock.office(found[-1]), np.asarray(step.work * vary, dtype=np.int64), person))
        found.append(_in_session(clock, step, ready, _even(cases + 1, ROOT_THREE)) if step.weekdays else ready)
    return found


def _in_turn(ready: Array, takes: Array, person: Array) -> Array:
    """When each case is done by its person, who takes one after the other in the order in which they come."""
    import numpy as np

    done = np.zeros(len(ready), dtype=np.int64)
    free: dict[int, int] = {}
    for i in np.argsort(ready, kind="stable").tolist():
        who = int(person[i])
        done[i] = free[who] = max(int(ready[i]), free.get(who, 0)) + int(takes[i])
    return done


def _in_session(clock: _Clock, step: Step, ready: Array, turn: Array) -> Array:
    """The moment within the next session; a session on a public holiday is not held."""
    import numpy as np

    days = clock.open_days()
    begins = days[np.isin((days + 3) % 7, step.weekdays)] * DAY + SESSION  # 1 January 1970 was a Thursday
    done: Array = begins[np.searchsorted(begins, ready)] + np.asarray(turn * SESSION_LASTS, dtype=np.int64)
    return done


def _even(number: Array, by: float) -> Array:
    """Numbers spread evenly over [0, 1)."""
    import numpy as np

    found: Array = np.mod(number * by, 1.0)
    return found


def _store(engine: Engine, rows: Sequence[tuple[Any, ...]], *, started: bool) -> None:
    import numpy as np

    _, _, case, activity, role, time, outcome, channel, person, amount, begin, deadline = zip(*rows, strict=True)
    texts = {"case": case, "activity": activity, "role": role, "outcome": outcome, "channel": channel, "resource": person}
    columns = {f"{name}_name": np.array(values, dtype=object) for name, values in texts.items()}
    counted = {"time": time, "amount": amount, "begin": begin, "deadline": deadline}
    numbers = {"pos": np.arange(len(rows)), **{name: np.array(values, dtype=np.int64) for name, values in counted.items()}}
    engine.load("written_event", numbers | columns)
    engine.table(
        "source_event",
        f"""select pos, case_name, activity_name, cast(resource_name as varchar) as resource_name,
                  cast(role_name as varchar) as role_name, time,
                  cast({"begin" if started else "null"} as bigint) as start, nullif(amount, 0) as amount,
                  cast(outcome_name as varchar) as outcome_name, cast(channel_name as varchar) as channel_name,
                  nullif(deadline, 0) as deadline
           from written_event order by pos""",
    )
    engine.drop("written_event")
