"""Logs written for the eye, as the case files of the detectors hold them (case_log.py makes the events that they stand for).

A case file may name the procedure pack that its log is taken for, by the key `pack`; else it is taken for none.

One line is one kind of case: how many, then its steps in order; a line that begins with `>` goes on with the one above.

    690 x  Receive@Desk > Check@Office+2d > Visa@Director+3d > Decide@Board+1d on Thu
      2 x  Receive@Desk > Check@Office+2d > Visa@Director+3d > Refusal@Office via Internet

A step is a label, then what is known of it, in this order: `[favourable]` its outcome; `@Office` its role, or
`@Office/Ann,Bob` its role and the people who do it in turn; `+2d` or
`+3h` or `+5m` the office time since the step before (a day is the opening time of a usual day; 2 hours if nothing is said), or
`=14d` an exact calendar time, or `^2h` the office time that its person takes for each case, one after the other in the order in
which they come; `~30m` how long before its end it was begun, in office time: where one step says so the log has start times, and
a step that says nothing takes none; `on Mon` or `on Mon,Thu` the days of its sessions. `via Internet` ends the line of cases that
came in by this channel, `for 500-4000` (after it) that of cases of these amounts, spread evenly, `due 30d` (last) that of cases
whose deadline lies so many days after they came in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from procmap.log.calendar import DAY, HOUR, MINUTE, WEEKDAYS

OFFICE_DAY = 7 * HOUR
DEFAULT = 2 * HOUR
UNITS = {"d": OFFICE_DAY, "h": HOUR, "m": MINUTE}
LINE = re.compile(r"(\d+)\s*x\s+(.+?)(?:\s+via\s+(\w[\w ’'-]*?))?(?:\s+for\s+(\d+)-(\d+))?(?:\s+due\s+(\d+)d)?")
STEP = re.compile(
    r"(?P<label>[^\[\]@+=~^]+?)(?:\[(?P<outcome>[^\]]+)\])?(?:@(?P<role>[^+=~^]+?))?"
    r"(?:\+(?P<office>\d+)(?P<unit>[dhm])|=(?P<exact>\d+)d|\^(?P<work>\d+)(?P<work_unit>[dhm]))?"
    r"(?:~(?P<service>\d+)(?P<service_unit>[dhm]))?(?:\s+on\s+(?P<days>[A-Z][a-z]{2}(?:,[A-Z][a-z]{2})*))?",
)


@dataclass(frozen=True)
class Step:
    """One step of a kind of case.

    Attributes:
        activity: The label.
        role, outcome: None where nothing is said.
        people: Who does it in turn, empty where nothing is said.
        office: Office time since the step before, microseconds, before it is varied.
        service: Office time from its start to its end, microseconds; None where nothing is said.
        exact: Calendar time since the step before, microseconds, where it is fixed.
        work: Office time that its person takes for each case, microseconds, before it is varied; None where cases do not queue.
        weekdays: The days of its sessions, Monday 0; empty where it is done when ready.
    """

    activity: str
    role: str | None = None
    people: tuple[str, ...] = ()
    outcome: str | None = None
    office: int = DEFAULT
    exact: int | None = None
    service: int | None = None
    work: int | None = None
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True)
class Kind:
    """Cases that run alike: how many, their steps, channel, lowest and highest amount in units of money, days until due."""

    cases: int
    steps: tuple[Step, ...]
    channel: str | None = None
    amounts: tuple[int, int] | None = None
    due: int | None = None


def parse_log(text: str) -> tuple[Kind, ...]:
    """The kinds of case of a log in the notation.

    Raises:
        ValueError: A line or a step cannot be read; it is named.
    """
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip().startswith(">") and lines:
            lines[-1] += " " + line.strip()
        elif line.strip():
            lines.append(line.strip())
    return tuple(_kind(line) for line in lines)


def _kind(line: str) -> Kind:
    match = LINE.fullmatch(line)
    if not match:
        raise ValueError(f"no kind of case: {line}")
    amounts = (int(match[4]), int(match[5])) if match[4] else None
    steps = tuple(_step(text.strip()) for text in match[2].split(" > "))
    return Kind(int(match[1]), steps, match[3], amounts, int(match[6]) if match[6] else None)


def _step(text: str) -> Step:
    match = STEP.fullmatch(text)
    if not match:
        raise ValueError(f"no step: {text}")
    office = int(match["office"]) * UNITS[match["unit"]] if match["office"] else DEFAULT
    role, _, people = (match["role"] or "").partition("/")
    return Step(
        activity=match["label"].strip(),
        role=role.strip() or None,
        people=tuple(name.strip() for name in people.split(",")) if people else (),
        outcome=match["outcome"],
        office=office,
        exact=int(match["exact"]) * DAY if match["exact"] else None,
        service=int(match["service"]) * UNITS[match["service_unit"]] if match["service"] else None,
        work=int(match["work"]) * UNITS[match["work_unit"]] if match["work"] else None,
        weekdays=tuple(WEEKDAYS.index(day) for day in match["days"].split(",")) if match["days"] else (),
    )
