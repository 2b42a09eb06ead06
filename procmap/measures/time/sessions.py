"""Sessions: activities that are done on few days, so that files wait for the day.

The days on which an activity is done are compared with the days that its volume would fill if files were done as they come:
E = sum over working days of 1 - exp(-rate), the rate being a centred mean over ROLLING working days. The same is done for the
days on which files become ready: an activity that follows a session inherits its rhythm and makes nobody wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.engine.duckdb_engine import sql_of
from procmap.log import EventLog
from procmap.log.calendar import day_sql
from procmap.statistics import day_concentration

if TYPE_CHECKING:
    import numpy as np

ROLLING = 60


@dataclass(frozen=True)
class Rhythm:
    """On which days an activity is done.

    Attributes:
        activity: Its code.
        instances: Events with a plausible date.
        days: Distinct days with at least one.
        expected: Days that the same volume would fill without sessions.
        ratio: days / expected, divided by the upper quartile of that ratio over all activities.
        ready_ratio: The same for the days on which its files became ready.
        per_day: Mean instances per working day of its period.
        weekdays: Effective number of weekdays (exponential of the entropy).
        weekday_shares: Share of instances on Monday ... Sunday.
        gap: Median working days from one day with instances to the next.
        p_value: Of so few days or fewer, were files done as they come (statistics.concentration).
    """

    activity: int
    instances: int
    days: int
    expected: float
    ratio: float
    ready_ratio: float
    per_day: float
    weekdays: float
    weekday_shares: tuple[float, ...]
    gap: float
    p_value: float


def find_rhythms(log: EventLog) -> tuple[Rhythm, ...]:
    """The rhythm of every activity with at least 50 plausible instances, by code."""
    import numpy as np

    statement = sql_of("procmap.measures.time", "activity_day").format(day=day_sql("time"), prev_day=day_sql("prev_time"))
    rows = log.engine.columns(statement)
    working = np.array(
        [day for (day,) in log.engine.rows("select day from office_day where close_0 > open_0 order by day")]
    )
    activity, day = np.asarray(rows["activity"]), np.asarray(rows["day"])
    raw = []
    for code in np.unique(activity):
        mine = activity == code
        done = _counts(day[mine], np.asarray(rows["done"])[mine], working)
        if done[1].sum() >= 50:
            ready = _counts(day[mine], np.asarray(rows["ready"])[mine], working)
            raw.append((int(code), *_fill(*done), _ratio(*ready), *done))
    filled = sorted(row[1] / row[2] for row in raw if row[2] > 0)
    # steps after a session inherit its rhythm: the healthy level of a log is that of its upper quartile
    usual = filled[len(filled) * 3 // 4] if filled else 1.0
    return tuple(_rhythm(row, usual or 1.0) for row in raw)


def _counts(day: np.ndarray[Any, Any], times: np.ndarray[Any, Any], working: np.ndarray[Any, Any]) -> tuple[Any, Any]:
    """Days (working days of the period and every other day with events) and how many events each has."""
    import numpy as np

    kept = times > 0
    if not kept.any():
        return np.array([0]), np.array([0])
    day, times = day[kept], times[kept]
    days = np.union1d(working[(working >= day.min()) & (working <= day.max())], day)
    found = np.zeros(len(days), dtype=np.int64)
    found[np.searchsorted(days, day)] = times
    return days, found


def _rates(times: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Centred rolling mean over ROLLING days, shorter at the ends."""
    import numpy as np

    total = np.concatenate([[0], np.cumsum(times)])
    at = np.arange(len(times))
    low, high = np.maximum(at - ROLLING // 2, 0), np.minimum(at + ROLLING // 2, len(times))
    found: np.ndarray[Any, Any] = (total[high] - total[low]) / np.maximum(high - low, 1)
    return found


def _fill(_: np.ndarray[Any, Any], times: np.ndarray[Any, Any]) -> tuple[int, float]:
    """Days with events, and the days that their volume would fill."""
    import numpy as np

    return int((times > 0).sum()), float((1 - np.exp(-_rates(times))).sum())


def _ratio(days: np.ndarray[Any, Any], times: np.ndarray[Any, Any]) -> float:
    filled, expected = _fill(days, times)
    return filled / expected if expected else 1.0


def _rhythm(row: tuple[Any, ...], usual: float) -> Rhythm:
    import numpy as np

    code, filled, expected, ready, days, times = row
    weekday = np.bincount((days + 3) % 7, weights=times, minlength=7) / times.sum()
    some = weekday[weekday > 0]
    active = np.nonzero(times)[0]
    return Rhythm(
        activity=code,
        instances=int(times.sum()),
        days=filled,
        expected=expected,
        ratio=filled / expected / usual if expected else 1.0,
        ready_ratio=ready / usual,
        per_day=float(times.sum()) / len(times),
        weekdays=float(np.exp(-(some * np.log(some)).sum())),
        weekday_shares=tuple(round(float(share), 6) for share in weekday),
        gap=float(np.median(np.diff(active))) if len(active) > 1 else float(len(times)),
        p_value=day_concentration(np.repeat(np.arange(len(times)), times), len(times)).p_value,
    )
