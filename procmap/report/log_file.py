"""The log as it was understood, as a file for other tools: CSV, Parquet or XES.

Rows stand by time, then in the source's order. The engine writes them, so that no memory holds the log.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from procmap.errors import UsageError
from procmap.log import EventLog
from procmap.report.folder import write_file_by

OFFSET = re.compile(r"[+-]\d\d:\d\d")
"""A zone that is an offset from UTC and no place."""

MOMENT = """case when {t} % 1000000 = 0 then strftime(make_timestamp({t}), '%Y-%m-%dT%H:%M:%S{zone}')
  else strftime(make_timestamp({t}), '%Y-%m-%dT%H:%M:%S.%f{zone}') end"""
"""SQL of a local moment in ISO 8601, with its fraction of a second only where there is one, and its offset where that is known."""

ROWS = """
select c.case_name as "case", a.activity_name as activity, {time} as time, {start} as start, p.resource_name as resource,
  r.role_name as role, e.outcome_name as outcome, {amount} as amount{others}
from event e join case_code c using (case_id) join activity_ a using (activity)
left join resource_ p on p.resource = e.resource left join role_ r on r.role = e.role{join}
order by e.time, e.pos
"""

ACTING = "^[=+@\\t\\r-]"
"""What a spreadsheet would run as a formula when it begins a cell."""


class LogFormat(StrEnum):
    """The ending of a log file that can be written."""

    CSV = "csv"
    PARQUET = "parquet"
    XES = "xes"


def format_of_file(file: Path) -> LogFormat:
    """The format that a file's ending asks for.

    Raises:
        UsageError: None of those that are written.
    """
    ending = file.suffix.lower().removeprefix(".")
    if ending not in list(LogFormat):
        raise UsageError("files.unknown_log_ending", path=file.name, known=", ".join(f".{each}" for each in LogFormat))
    return LogFormat(ending)


def write_log(log: EventLog, file: Path, *, others: Sequence[str] = (), replace: bool = False, zone: str = "") -> None:
    """Write the log, whole or not at all.

    Args:
        log: The log; people stand in it as its privacy has them.
        file: Where; its ending says how.
        others: Columns of source_attribute to write too.
        replace: Replace a file that is there.
        zone: Of its times: UTC and offsets are written behind them, so that nobody takes them for the time of a place.

    Raises:
        UsageError: An ending of no format.
        ProcmapError: The file is there already, or cannot be written.
    """
    write: Callable[[EventLog, Path, Sequence[str], str], None] = {
        LogFormat.CSV: _write_csv, LogFormat.PARQUET: _write_parquet, LogFormat.XES: _write_xes,
    }[format_of_file(file)]  # fmt: skip
    write_file_by(file, lambda path: write(log, path, others, offset_of(zone)), replace=replace)


def offset_of(zone: str) -> str:
    """What stands behind a time of a zone in ISO 8601; nothing for a place, whose offset changes."""
    return "Z" if zone == "UTC" else zone if OFFSET.fullmatch(zone) else ""


def _rows(others: Sequence[str], *, moments: bool, zone: str = "") -> str:
    time, start = (
        f"make_timestamp(e.{name})" if moments else MOMENT.format(t=f"e.{name}", zone=zone) for name in ("time", "start")
    )
    amount = "cast(e.amount / 100 as decimal(18, 2))"
    named = "".join(f", s.{_name(each)}" for each in others)
    join = " left join source_attribute s on s.pos = e.pos" if others else ""
    return ROWS.format(time=time, start=start, amount=amount, others=named, join=join)


def _write_csv(log: EventLog, file: Path, others: Sequence[str], zone: str) -> None:
    texts = ["case", "activity", "resource", "role", "outcome", *others]
    safe = ", ".join(
        f"case when regexp_matches({_name(each)}, '{ACTING}') then chr(39) || {_name(each)} else {_name(each)} end as {_name(each)}"
        for each in texts
    )
    rows = f"select * replace ({safe}) from ({_rows(others, moments=False, zone=zone)})"
    log.engine.run(f"copy ({rows}) to {_path(file)} (format csv, header true, delimiter ';', quote '\"', escape '\"')")


def _write_parquet(log: EventLog, file: Path, others: Sequence[str], zone: str) -> None:  # noqa: ARG001 - its times have none
    log.engine.run(f"copy ({_rows(others, moments=True)}) to {_path(file)} (format parquet)")


HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>"""

KEYS = {"activity": "concept:name", "resource": "org:resource", "role": "org:group", "outcome": "outcome"}
"""XES keys of the texts of an event."""


def _write_xes(log: EventLog, file: Path, others: Sequence[str], zone: str) -> None:
    keys = KEYS | {each: each for each in others}
    parts = ["'<event>'", *(_attribute("string", key, _name(name)) for name, key in keys.items()),
             _attribute("date", "time:timestamp", "time"), _attribute("date", "start_timestamp", "start"),
             _attribute("float", "amount", "cast(amount as varchar)"), "'</event>'"]  # fmt: skip
    event = " || ".join(parts)
    name = _attribute("string", "concept:name", '"case"')
    traces = f"""select '<trace>' || {name} || string_agg(event, '' order by k) || '</trace>' as line, min(k) as k
                 from (select "case", {event} as event, row_number() over () as k from ({_rows(others, moments=False, zone=zone)}))
                 group by "case" """
    lines = f"select {_text(HEAD)} as line, 0 as k union all select * from ({traces}) union all select '</log>', {2**62}"
    plain = "format csv, header false, delimiter '', quote '', escape ''"
    log.engine.run(f"copy (select line from ({lines}) order by k) to {_path(file)} ({plain})")


def _attribute(kind: str, key: str, value: str) -> str:
    """SQL of one XES attribute, nothing where the value is NULL; what XML does not allow becomes a space."""
    clean = f"regexp_replace({value}, '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]', ' ', 'g')"
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "&#10;"), ("\r", "&#13;")):
        clean = f"replace({clean}, {_text(letter)}, '{entity}')"
    named = key.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f"coalesce({_text(f'<{kind} key={chr(34)}{named}{chr(34)} value={chr(34)}')} || {clean} || '\"/>', '')"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _path(file: Path) -> str:
    return _text(str(file))
