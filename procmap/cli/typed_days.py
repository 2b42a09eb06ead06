"""Options that take a day, as an office types it: 2024-12-31, 31/12/2024, 31 décembre 2024; a period takes months and years too."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

from procmap.cli.spoken import message_language
from procmap.cli.values import Value
from procmap.errors import UsageError

if TYPE_CHECKING:
    from procmap.reading.typed_days import TypedDays


class Day(Value):
    """One day."""

    name, wrong = "day", "bad_day"

    def read_as(self, text: str, name: str) -> dt.date:
        """The day; a text that could be another day is told, or refused where people do not write the day first."""
        days = _understood(text, name)
        if days.first != days.last:
            raise ValueError(text)
        return days.first


class FirstDay(Day):
    """The day that a period begins with: a day, or the first of a month or a year."""

    wrong = "bad_days"

    def read_as(self, text: str, name: str) -> dt.date:
        """The day; as of a Day."""
        return _understood(text, name).first


class LastDay(Day):
    """The day that a period ends with: a day, or the last of a month or a year."""

    wrong = "bad_days"

    def read_as(self, text: str, name: str) -> dt.date:
        """The day; as of a Day."""
        return _understood(text, name).last


def _understood(text: str, name: str) -> TypedDays:
    """The days that are typed; ValueError where there are none.

    Raises:
        UsageError: It is one day in French and maybe another in the language of the run.
    """
    from procmap.reading.typed_days import typed_days

    days = typed_days(text)
    if days is None:
        raise ValueError(text)
    language = message_language(sys.argv)
    if days.month_first and language != "fr":
        raise UsageError("cli.two_days", name=name, value=text, first=str(days.first), second=str(days.month_first))
    if days.month_first or days.is_short:
        from procmap.cli.console import write
        from procmap.language import words

        say = words(language)
        write(say("cli.day_understood", name=name, value=text, day=say.date(days.first), first=str(days.first)), err=True)
    return days
