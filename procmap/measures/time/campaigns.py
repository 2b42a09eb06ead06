"""Campaigns: cases that come in one part of the year, and go on together on a day that belongs to the year's timetable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmap.log import EventLog
from procmap.log.calendar import DAY

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

WEEK, YEAR = 7, 52

MOST = 0.95
"""Share of the cases whose weeks of arrival are counted: a few come at any time."""

PART_OF_THE_YEAR = 0.5
"""Share of the weeks that so many cases would fill if they came at any time, up to which they come in campaigns."""

ONE_DAY = 0.8
"""Share of the cases of a year's campaign that one day takes, from which there is one such day a campaign."""


def one_day_a_campaign(log: EventLog, activity: int) -> bool:
    """Whether cases come in campaigns, over more than a year, and an activity takes nearly all of a campaign on one day.

    Then no case waits for the next such day rather than an earlier one: there is one, at the place that the campaign gives it.
    """
    import numpy as np

    found = log.engine.columns(
        f"""with came as (select case_id, min(time) as came from event where office is not null group by case_id)
            select came // {DAY} as came, year(make_timestamp(came)) as campaign, min(time) // {DAY} as done
            from event join came using (case_id) where activity = {int(activity)} and office is not null
            group by case_id, came order by case_id"""
    )
    came, campaign, done = (np.asarray(found[name], dtype=np.int64) for name in ("came", "campaign", "done"))
    if not len(came) or not _come_in_campaigns(came):
        return False
    together = sum(int(np.unique(done[campaign == year], return_counts=True)[1].max()) for year in np.unique(campaign))
    return together >= ONE_DAY * len(came)


def _come_in_campaigns(came: Array) -> bool:
    """Whether cases come in far fewer weeks than so many would fill, over more than a year."""
    import numpy as np

    weeks = (came - came.min()) // WEEK
    span = int(weeks.max()) + 1
    if span <= YEAR:
        return False
    most = np.cumsum(np.sort(np.bincount(weeks))[::-1])
    filled = int(np.searchsorted(most, MOST * len(weeks))) + 1
    return bool(filled <= PART_OF_THE_YEAR * span * (1 - np.exp(-len(weeks) / span)))
