"""One zone for the whole log: the option's, else the one whose clock shows the times as they are written.

Offsets say what the clock showed, not where: +01:00 in winter and +02:00 in summer is Paris as well as Rome. The zones
below are tried in their order; what matters is that every time becomes local wall time by one rule.
"""

from __future__ import annotations

import difflib

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.dates import in_range
from procmap.reading.doubled_hour import order_by_instant

HOME = "Europe/Paris"
"""The zone of logs that carry none, and of offsets that fit no zone."""

CANDIDATES = (HOME, "Europe/London", "Europe/Athens", "America/New_York", "America/Chicago", "America/Denver",
              "America/Los_Angeles", "America/Sao_Paulo", "Australia/Sydney", "Indian/Reunion")  # fmt: skip

MINUTE, HOUR, DAY = 60_000_000, 3_600_000_000, 86_400_000_000

Notes = list[tuple[str, dict[str, object]]]


def settle_zone(
    engine: Engine, wanted: str | None, *, has_offsets: bool, notes: Notes, is_at_home: bool = False
) -> tuple[str, bool]:
    """The zone, and whether the source or the user gave it; source_row's times become wall times in it.

    Args:
        engine: Holds source_row.
        wanted: The zone asked for.
        has_offsets: Whether some times carry an offset.
        notes: Takes what the reader should know.
        is_at_home: Whether the source is known to be used at home: what it writes in UTC was done by that clock.

    Raises:
        ProcmapError: An unknown zone.
    """
    zone = _settled(engine, wanted, has_offsets=has_offsets, notes=notes, is_at_home=is_at_home)
    if has_offsets:
        order_by_instant(engine)
    return zone


def _settled(
    engine: Engine, wanted: str | None, *, has_offsets: bool, notes: Notes, is_at_home: bool
) -> tuple[str, bool]:
    if wanted is not None:
        _check(engine, wanted)
        if has_offsets:
            _convert(engine, wanted)
        return wanted, True
    engine.table("zone_hour", _offsets_by_hour())
    offsets = [row[0] for row in engine.rows("select distinct shift from zone_hour order by 1")] if has_offsets else []
    if not offsets:
        return HOME, False
    if _midnight_elsewhere(engine):
        _convert(engine, HOME)
        notes.append(("reading.note_midnight_zone", {"zone": HOME}))
        return HOME, True
    if (count := _without_offset(engine)) and (zone := HOME if offsets == [0] else _local(engine)):
        _convert(engine, zone)
        notes.append(("reading.note_local_beside_offsets", {"count": count, "zone": zone}))
        return zone, True
    if offsets == [0]:
        return _of_utc(engine, notes, is_at_home=is_at_home), True
    return _named(engine, offsets, notes), True


def _of_utc(engine: Engine, notes: Notes, *, is_at_home: bool) -> str:
    """The zone of times that are all in UTC."""
    if not is_at_home:
        notes.append(("reading.note_utc", {}))
        return "UTC"
    _convert(engine, HOME)
    notes.append(("reading.note_utc_at_home", {"zone": HOME}))
    return HOME


def _named(engine: Engine, offsets: list[int], notes: Notes) -> str:
    """The zone whose clock shows what is written, else a fixed offset, else home with everything converted."""
    for zone in CANDIDATES if len(offsets) > 1 else (HOME,):
        if _shows_as_written(engine, zone):
            return zone
    if len(offsets) == 1:
        return _fixed(offsets[0])
    if 0 in offsets and (local := _local(engine)):
        _convert(engine, local)
        notes.append(("reading.note_utc_beside_offsets", {"zone": local}))
        return local
    _convert(engine, HOME)
    notes.append(("reading.note_mixed_offsets", {"offsets": ", ".join(_fixed(each) for each in offsets), "zone": HOME}))
    return HOME


def _local(engine: Engine) -> str | None:
    """The zone whose clock shows what is written with an offset other than that of UTC, where there is one."""
    if not engine.value("select count(*) from zone_hour where shift <> 0"):
        return None
    return next((zone for zone in CANDIDATES if _shows_as_written(engine, zone, "shift <> 0")), None)


def _without_offset(engine: Engine) -> int:
    """How many rows hold a time or start without an offset."""
    return int(engine.value(
        "select count(*) from source_row where (time is not null and utc is null) or (start is not null and start_utc is null)"
    ))  # fmt: skip


def _offsets_by_hour() -> str:
    """Every hour (UTC) of the log with the offsets in minutes written in it."""
    parts = [
        f"select distinct {utc} // {HOUR} as hour, ({wall} - {utc}) // {MINUTE} as shift from source_row "
        f"where {utc} is not null"
        for wall, utc in (("time", "utc"), ("start", "start_utc"))
    ]
    return " union ".join(parts)


def _wall(zone: str, utc: str) -> str:
    return f"epoch_us(timezone('{zone}', timezone('UTC', make_timestamp({utc}))))"


def _shows_as_written(engine: Engine, zone: str, some: str = "true") -> bool:
    shift = f"({_wall(zone, f'hour * {HOUR}')} - hour * {HOUR}) // {MINUTE}"
    return not engine.value(f"select count(*) from zone_hour where {some} and shift <> {shift}")


def _midnight_elsewhere(engine: Engine) -> bool:
    """Whether every time is midnight at home though none is as written: days that an export moved."""
    hours, midnights = engine.rows(
        f"select count(distinct time % {DAY}), count(*) filter (time % {DAY} = 0) from source_row"
    )[0]
    if hours == 0 or hours > 2 or midnights:
        return False
    return not engine.value(f"select count(*) from source_row where utc is null or {_wall(HOME, 'utc')} % {DAY} <> 0")


def _convert(engine: Engine, zone: str) -> None:
    """Turn instants into wall times of a zone; times without an offset stay as written, as do those at the ends of the calendar."""
    engine.run(
        f"update source_row set time = coalesce({in_range(_wall(zone, 'utc'))}, time), "
        f"start = coalesce({in_range(_wall(zone, 'start_utc'))}, start), "
        f"deadline = coalesce({in_range(_wall(zone, 'deadline_utc'))}, deadline) "
        "where utc is not null or start_utc is not null or deadline_utc is not null"
    )


def _fixed(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _check(engine: Engine, zone: str) -> None:
    names = [row[0] for row in engine.rows("select name from pg_timezone_names() order by name")]
    if zone not in names:
        near = difflib.get_close_matches(zone, names, n=3, cutoff=0.5) or [HOME]
        raise ProcmapError("reading.unknown_time_zone", zone=zone, near=", ".join(near))
