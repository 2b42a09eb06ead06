"""A date and a time of day in two columns: joined as one more column, whose text reads as any date does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from procmap.reading.dates import COMPACT, EPOCH, SERIAL, serial_dates
from procmap.reading.derived import JOINT, with_columns
from procmap.reading.names import NOT_TIME, words_of
from procmap.reading.profile import Profile
from procmap.reading.table import Table, quoted

MOST = 0.9
"""Share of values that must be times of day for a column to be one."""

CLOCK_WORDS = frozenset("heure heures horaire time hour uhrzeit hora ora tijd".split())  # noqa: SIM905 - words read best unquoted
DURATION_WORDS = frozenset("duree durees temps delai duration elapsed dauer duracion durata duur processing waiting".split())  # noqa: SIM905 - words read best unquoted
"""Words of a name: a number of such a name is a time of day; what looks like a time of day is none."""

_NO_DAY = r"(?i)^(?:(?:1899-12-3[01]|1900-01-0[01]|1904-01-01)[t ])?"
_HOUR, _HALF = r"([01]?\d|2[0-4])", r"( ?[ap])?\.?(m?)\.?$"
TEXTS = (
    (rf"{_NO_DAY}{_HOUR} ?(?:h|:) ?([0-5]\d) ?(?:min|mn|m|:) ?([0-5]\d(?:\.\d{{1,9}})?) ?s?{_HALF}", r"\1:\2:\3\4\5"),
    (rf"{_NO_DAY}{_HOUR} ?(?:heures?|h|:) ?([0-5]\d)(?: ?min| ?mn)?{_HALF}", r"\1:\2:00\3\4"),
    (rf"{_NO_DAY}{_HOUR} ?(?:heures?|h){_HALF}", r"\1:00:00\2\3"),
    (rf"{_NO_DAY}{_HOUR} ?([ap])\.?m\.?$", r"\1:00:00 \2m"),
)
"""How a time of day is written, and how the engine writes it: hours, minutes, seconds, then am or pm."""

FRACTION = re.compile(r"^0?[.,]\d+$|^0$")
"""A time of day as a spreadsheet holds it: a part of a day."""

FOUR_DIGITS = re.compile(r"^(?:[01]\d|2[0-3])[0-5]\d$")
DOTTED = re.compile(r"^(?:[01]?\d|2[0-3])\.[0-5]\d$")
QUARTERS = frozenset({"00", "25", "50", "75"})
"""9.15 is a time of day where the name says so; hours with a quarter behind the point may be decimals."""

SIX_DIGITS = re.compile(r"^(?:[01]\d|2[0-3])(?:[0-5]\d){2}$")
TOLD, SPREAD = 20, 5
"""Times of six digits, and their different hours, from which no name need say that they are times: numbers don't avoid minutes
from 60 on."""

COMPACT_DAY = r"^(\d{4})(\d\d)(\d\d)$"
MIDNIGHT = r"[T ]00:00(?::00(?:\.0+)?)?$"
HOURS = re.compile(r"\d ?[:h]|\d ?[ap]\.?m\b", re.IGNORECASE)

_COMPILED = tuple(re.compile(pattern, re.ASCII) for pattern, _ in TEXTS)


def with_moments(table: Table, profiles: Sequence[Profile]) -> tuple[Table, tuple[str, ...]]:
    """The table with a column "Date + Heure" for each time of day that goes with a date, and the names of the times of day used.

    Args:
        table: Any table.
        profiles: Of its columns.
    """
    pairs = dict(_pairs(profiles))
    named = {profile.name: profile for profile in profiles}
    columns = {JOINT.join((day, clock)): _joined(table, named[day], named[clock]) for clock, day in pairs.items()}
    columns = {name: sql for name, sql in columns.items() if name not in table.names}
    return (with_columns(table, columns) if columns else table), tuple(pairs)


def is_clock(profile: Profile) -> bool:
    """Whether most values of a column are times of day; numbers are where its name says so."""
    words = set(words_of(profile.name))
    if not profile.values or words & DURATION_WORDS:
        return False
    if sum(map(is_time_of_day, profile.values)) >= MOST * len(profile.values):
        return True
    if _all(SIX_DIGITS, profile.values):
        hours = {value[:2] for value in profile.values}
        return bool(words & CLOCK_WORDS) or (len(profile.values) >= TOLD and len(hours) >= SPREAD)
    is_told = _all(FRACTION, profile.values) or _all(FOUR_DIGITS, profile.values) or _is_dotted(profile.values)
    return bool(words & CLOCK_WORDS) and is_told


def _is_dotted(values: Sequence[str]) -> bool:
    """Whether texts are times of day whose hours a point ends."""
    return _all(DOTTED, values) and not {value[-2:] for value in values} <= QUARTERS


def is_time_of_day(value: str) -> bool:
    """Whether a text is a time of day and says no day."""
    return any(form.match(value) for form in _COMPILED)


def is_day(profile: Profile) -> bool:
    """Whether a column holds dates without a time of day, or at midnight."""
    if profile.dates < 0.5 or is_clock(profile):
        return False
    if serial_dates(profile.values):
        return not any(float(value.replace(",", ".")) % 1 for value in profile.values)
    return not any(
        HOURS.search(re.sub(MIDNIGHT, "", value)) or EPOCH.match(value) or ((found := COMPACT.match(value)) and found["time"])
        for value in profile.values
    )


def _all(form: re.Pattern[str], values: Sequence[str]) -> bool:
    return all(form.match(value) for value in values)


def _pairs(profiles: Sequence[Profile]) -> Iterator[tuple[str, str]]:
    """(time of day, its date), each time of day once: those that share words of their names first, then neighbours."""
    places = {profile.name: place for place, profile in enumerate(profiles)}
    clocks = [profile.name for profile in profiles if is_clock(profile)]
    days = [profile.name for profile in profiles if is_day(profile)] if clocks else []
    ranked = []
    for clock in clocks:
        for day in days:
            shared, distance = _shared(clock, day), places[clock] - places[day]
            is_other = bool(set(words_of(day)) & NOT_TIME) and not shared
            if shared or abs(distance) == 1 or (len(days) == 1 and not is_other):
                # as far from two dates, the time of day is that of the first: it stands after its date
                ranked.append((-shared, is_other, abs(distance), places[clock], places[day], clock, day))
    free = set(days)
    taken: set[str] = set()
    for *_, clock, day in sorted(ranked):
        if clock not in taken and (day in free or len(days) == 1):
            taken.add(clock)
            free.discard(day)
            yield clock, day


def _shared(clock: str, day: str) -> int:
    """Words that two names share: "Date début" and "Heure début" are of one moment."""
    return len((set(words_of(clock)) & set(words_of(day))) - {"de", "du", "d", "la", "le", "l", "of", "the"})


def _joined(table: Table, day: Profile, clock: Profile) -> str:
    """SQL of the date and its time of day; the date alone where the time of day is empty or none."""
    date, time = table.cleaned(day.name), _clock(table.cleaned(clock.name), clock)
    if serial_dates(day.values):
        is_serial = f"regexp_matches({date}, {quoted(SERIAL.pattern)})"
        date = f"case when {is_serial} then cast(date '1899-12-30' + cast(left({date}, 5) as integer) as varchar) else {date} end"
    else:
        date = f"regexp_replace({date}, {quoted(MIDNIGHT)}, '')"
        date = f"regexp_replace({date}, {quoted(COMPACT_DAY)}, {quoted('-'.join(chr(92) + str(k) for k in (1, 2, 3)))})"
    return f"case when {table.cleaned(day.name)} is not null then concat_ws(' ', {date}, {time}) end"


def _clock(text: str, profile: Profile) -> str:
    """SQL of a time of day as HH:MM:SS; NULL where the text is none."""
    parts = []
    if _all(FRACTION, profile.values):
        seconds = f"cast(round(try_cast(replace({text}, ',', '.') as decimal(18, 12)) * 86400) as bigint)"
        shown = f"printf('%02d:%02d:%02d', {seconds} // 3600, {seconds} // 60 % 60, {seconds} % 60)"
        parts.append(f"when {seconds} between 0 and 86400 then {shown}")
    if _all(SIX_DIGITS, profile.values):
        shown = f"{text}[1:2] || ':' || {text}[3:4] || ':' || {text}[5:6]"
        parts.append(f"when regexp_matches({text}, {quoted(SIX_DIGITS.pattern)}) then {shown}")
    if _is_dotted(profile.values):
        text = f"replace({text}, '.', ':')"
    if _all(FOUR_DIGITS, profile.values):
        parts.append(f"when regexp_matches({text}, {quoted(FOUR_DIGITS.pattern)}) then {text}[1:2] || ':' || {text}[3:4] || ':00'")
    parts += [
        f"when regexp_matches({text}, {quoted(pattern)}) then "
        f"regexp_replace(regexp_replace({text}, {quoted(pattern)}, {quoted(put)}), '^([0-9]):', {quoted('0' + chr(92) + '1:')})"
        for pattern, put in TEXTS
    ]
    return f"case {' '.join(parts)} end"
