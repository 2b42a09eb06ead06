"""What the report says of the log itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from typing import Protocol

from procmap.errors import Message
from procmap.language import words
from procmap.log import Capability, EventLog
from procmap.log.calendar import ROUND_THE_CLOCK
from procmap.report.audit import LogSummary, Provenance, Understood

DAYS_NAMED = 10
"""Stray days beyond which their years are named instead."""

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - local wall time carries no zone


class Column(Protocol):
    """One source column as it is shown and what it is taken as; `reason` is a message key."""

    @property
    def kind(self) -> str: ...
    @property
    def told(self) -> str | Message: ...
    @property
    def reason(self) -> str: ...


class Source(Protocol):
    """What the report needs to know of the reading of a file."""

    @property
    def source(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def rows_read(self) -> int: ...
    @property
    def rows_refused(self) -> int: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def doubts(self) -> tuple[tuple[str, dict[str, object]], ...]: ...
    @property
    def facts(self) -> tuple[tuple[str, dict[str, object]], ...]: ...
    @property
    def shape(self) -> str: ...
    @property
    def software(self) -> str | None: ...
    @property
    def origins(self) -> tuple[tuple[str, tuple[str, ...]], ...]: ...
    @property
    def columns(self) -> Sequence[Column]: ...


ALL = 0.99
"""Share of dates without a time of day from which no other is spoken of."""

OUTSIDE = 0.10
"""Share of events outside the opening hours from which the report doubts the calendar."""


def log_summary(
    log: EventLog,
    source: Source,
    language: str,
    refusals: tuple[tuple[int, str, str, str], ...] = (),
    *,
    known: bool = True,
) -> LogSummary:
    """The counts, the period and the notes on quality; `known` is whether the labels are in a language that procmap reads."""
    say, profile = words(language), log.profile
    calendar = log.calendar.hours
    holidays = "summary.no_holidays" if log.calendar.country == "none" else "summary.holidays"
    return LogSummary(
        source=source.source,
        fingerprint=source.fingerprint,
        cases=profile.cases,
        closed_cases=profile.closed_cases,
        events=profile.events,
        activities=len(log.activities),
        rows_read=source.rows_read,
        rows_rejected=source.rows_refused,
        first=_iso(profile.first),
        last=_iso(profile.last),
        time_zone=source.time_zone,
        calendar=f"{calendar}, {say(holidays, country=log.calendar.country)}",
        pack=None,
        capabilities=tuple(sorted(profile.capabilities)),
        notes=(*(say(key, **values) for key, values in source.facts), *_notes(log, language, known=known)),
        columns=tuple((column.kind, say.told(column.told), say(column.reason)) for column in source.columns),
        refusals=refusals,
        reading=understood(source, language),
    )


def understood(source: Source, language: str) -> Understood:
    """What a source was taken for, and what is doubtful in it."""
    say = words(language)
    return Understood(
        shape=str(source.shape),
        told=say(f"reading.shape_{source.shape}", source=source.software),
        software=source.software,
        columns=source.origins,
        doubts=tuple(say(key, **values) for key, values in source.doubts),
    )


def provenance(day: dt.date, options: Sequence[tuple[str, object]]) -> Provenance:
    """Version, day of the run and the options that differ from the defaults."""
    plain = tuple((name, "; ".join(value) if isinstance(value, tuple) else str(value)) for name, value in options)
    return Provenance(version("procmap"), day.isoformat(), plain)


def _notes(log: EventLog, language: str, *, known: bool) -> list[str]:
    say, profile = words(language), log.profile
    found = []
    found += [say(f"summary.stray_{kind}", date=date, events=events) for kind, date, events in _strays(profile.stray_dates)]
    found += [say(f"summary.stray_start_{kind}", date=date, starts=n) for kind, date, n in _strays(profile.stray_starts)]
    if profile.late_starts:
        found.append(say("summary.late_starts", starts=profile.late_starts))
    if profile.cut is not None:
        day = (EPOCH + dt.timedelta(microseconds=profile.cut.at)).date()
        found.append(say("summary.cut", date=say.date(day), earlier=profile.cut.earlier))
    if not known:
        found.append(say("summary.unknown_language"))
    if log.calendar.hours == ROUND_THE_CLOCK:
        found.append(say("summary.round_the_clock"))
    if profile.outside_hours > OUTSIDE:
        found.append(say("summary.outside_hours", share=say.percent(profile.outside_hours)))
    if not profile.can(Capability.FINE_TIMESTAMPS):
        some = profile.day_only < ALL
        found.append(say("summary.day_only.some", share=say.percent(profile.day_only)) if some else say("summary.day_only"))
    if not profile.can(Capability.START_TIMES):
        found.append(say("summary.no_starts"))
    if profile.closed_cases < profile.cases:
        found.append(say("summary.open_cases", open=profile.cases - profile.closed_cases, cases=profile.cases))
    return found


def _strays(dates: Sequence[tuple[str, int]]) -> list[tuple[str, str, int]]:
    """The stray dates with their events: the days, or where they are many the years; first which of the two."""
    if len(dates) <= DAYS_NAMED:
        return [("date", date, events) for date, events in dates]
    years: Counter[str] = Counter()
    for date, events in dates:
        years[date[:4]] += events
    return [("year", year, events) for year, events in sorted(years.items())]


def _iso(moment: int) -> str:
    return (EPOCH + dt.timedelta(microseconds=moment)).isoformat(timespec="seconds")
