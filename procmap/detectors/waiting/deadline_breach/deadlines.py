"""Whether cases were settled by their deadline, and where in the time allowed.

Only cases whose deadline has passed when the log ends are looked at: of these all is known, whereas of the others only the quick
ones would be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog
from procmap.log.calendar import DAY
from procmap.procedures import Classes, Group, StepClass, Vocabulary

SECOND_HALF = 0.5
"""Mean place in their cases from which such steps settle them: an acknowledgement of receipt is sent at the beginning."""

WHOLE = 10_000  # parts of the time allowed: integers, and far from the limit of 64 bits
TENTH = WHOLE // 10


@dataclass(frozen=True)
class Rule:
    """When cases are due: `days` (calendar) or `office_days` after they begin, or the log's own deadlines where both are 0."""

    days: float = 0.0
    office_days: float = 0.0


@dataclass(frozen=True)
class Deadlines:
    """The cases whose deadline has passed and did not lie before their beginning.

    Attributes:
        of, of_by_part: Cases; open ones are of the part in which they came in.
        late, late_by_part: Those settled after their deadline, or not at all.
        open_late: Those of the late that are still open.
        begun_late: Cases apart from these, which begin after their deadline.
        allowed: Median time from beginning to deadline, microseconds on the clock of the deadline.
        overrun: Median of the same from deadline to settling, over the late cases that were settled; None without any.
        used: Median share of the office time allowed after which a case is settled.
        windows, windows_by_part: Cases settled in the last tenth of the office time allowed, in the tenth before it, and in the
            tenth after the deadline.
        spread: P10 to P90 of the time between settling and deadline in the last tenth, days on the clock of the deadline.
        settling: The activities that settle at least a tenth of the late cases, most often first; of all cases where none is late.
        examples: Up to five late cases.
    """

    of: int
    of_by_part: ByPart
    late: int
    late_by_part: ByPart
    open_late: int
    begun_late: int
    allowed: int
    overrun: int | None
    used: float
    windows: tuple[int, int, int]
    windows_by_part: tuple[tuple[int, int, int], tuple[int, int, int]]
    spread: float
    settling: tuple[int, ...]
    examples: tuple[int, ...]


def find_deadlines(
    log: EventLog, classes: tuple[Classes, ...], vocabulary: Vocabulary, positions: tuple[float, ...], rule: Rule,
    settled_by: str = "",
) -> Deadlines | None:
    """What became of the deadlines; None where none has passed.

    Args:
        log: The log.
        classes: The vocabulary's classes of each activity code.
        vocabulary: What the words of labels mean.
        positions: The mean place of each activity in its cases, 0 to 1.
        rule: When cases are due.
        settled_by: The label of the step that settles a case, where closed cases without it are left out; "" leaves it to the
            words of the labels, and else to the last step.
    """
    codes = [log.activities.index(settled_by)] if settled_by else settling_codes(classes, vocabulary, positions)
    archiving = [code for code, found in enumerate(classes) if StepClass.ARCHIVING in found]
    sql = sql_of("procmap.detectors.waiting.deadline_breach", "deadline").format(
        settling=_listed(codes), passed_over=_listed(archiving), otherwise="null" if settled_by else "l.k",
        **_clock(log, rule),
    )
    log.engine.table("due_case", sql)
    found = _counted(log, office=rule.office_days > 0)
    log.engine.drop("due_case")
    return found


def settling_codes(classes: tuple[Classes, ...], vocabulary: Vocabulary, positions: tuple[float, ...]) -> tuple[int, ...]:
    """The activities that settle a case, by their words; empty where no label says so."""
    nothing = vocabulary.group(Group.SETTLING_NOTHING)
    for wanted in map(vocabulary.group, (Group.SETTLING, Group.SETTLING_ELSE)):
        codes = [
            code for code, found in enumerate(classes)
            if found & wanted and not found & nothing and positions[code] >= SECOND_HALF
        ]
        if codes:
            return tuple(codes)
    return ()


def _clock(log: EventLog, rule: Rule) -> dict[str, str]:
    """SQL of when a case is due, on the clock of the rule, and of what follows from it."""
    if rule.office_days > 0:
        due = round(rule.office_days * log.calendar.day)
        return {
            "due": "cast(null as bigint)",
            "due_office": f"d.begins_office + {due}",
            "late": "settled_office is null or settled_office > due_office",
            "begun_late": "false",
            "passed": "due_office <= (select max(office) from event)",
        }
    return {
        "due": f"c.arrival + {round(rule.days * DAY)}" if rule.days > 0 else "c.deadline",
        "due_office": log.calendar.office_sql("d.due"),
        "late": "settled is null or settled > due",
        "begun_late": "due <= begins",
        "passed": "due <= (select max(time) from event where office is not null)",
    }


def _counted(log: EventLog, *, office: bool) -> Deadlines | None:
    clock = "_office" if office else ""
    where = "where not begun_late"
    of, one, two, late, late_1, late_2, is_open, allowed, overrun, examples = log.engine.rows(
        f"""select count(*), count(*) filter (where part = 1), count(*) filter (where part = 2), count(*) filter (where late),
                   count(*) filter (where late and part = 1), count(*) filter (where late and part = 2),
                   count(*) filter (where late and not closed), quantile_disc(due{clock} - begins{clock}, 0.5),
                   quantile_disc(settled{clock} - due{clock}, 0.5) filter (where late and settled is not null),
                   min(case_id, 5) filter (where late)
            from due_case {where}""",
    )[0]
    if not of:
        return None
    begun_late = log.engine.value("select count(*) from due_case where begun_late")
    used, spread, windows = _spread(log, f"due{clock} - settled{clock}", log.calendar.day if office else DAY)
    return Deadlines(
        of=of, of_by_part=ByPart(one, two), late=late, late_by_part=ByPart(late_1, late_2),
        open_late=is_open, begun_late=begun_late,
        allowed=allowed, overrun=overrun, used=used, windows=_sum(windows), windows_by_part=(windows[0], windows[1]), spread=spread,
        settling=_settling(log, "late" if late else "true"), examples=tuple(examples or ()),
    )


def _spread(log: EventLog, left: str, day: float) -> tuple[float, float, list[tuple[int, int, int]]]:
    """When in the office time allowed cases are settled: the median share, the spread in the last tenth, and the windows.

    The windows come by part; they hold only cases of which the tenth after the deadline has passed too.

    Args:
        log: The log; needs the table `due_case`.
        left: SQL of the time left when a case is settled.
        day: Its unit.
    """
    share = f"(settled_office - begins_office) * {WHOLE} // (due_office - begins_office)"
    held = f"""select part, {share} as share, {left} as left_over, begins_office, due_office from due_case
               where not begun_late and settled is not null and due_office > begins_office"""
    windows = [f"share > {a} and share <= {a + TENTH}" for a in (WHOLE - TENTH, WHOLE - 2 * TENTH, WHOLE)]
    used, low, high = log.engine.rows(
        f"""select quantile_disc(share, 0.5), quantile_disc(left_over, 0.1) filter (where {windows[0]}),
                   quantile_disc(left_over, 0.9) filter (where {windows[0]}) from ({held})""",
    )[0]
    counts = ", ".join(f"count(*) filter (where {window})" for window in windows)
    rows = log.engine.rows(
        f"""select part, {counts} from ({held})
            where due_office + (due_office - begins_office) // 10 <= (select max(office) from event) group by part""",
    )
    by_part = {row[0]: row[1:] for row in rows}
    return (used or 0) / WHOLE, ((high or 0) - (low or 0)) / day, [by_part.get(part, (0, 0, 0)) for part in (1, 2)]


def _sum(windows: Iterable[tuple[int, int, int]]) -> tuple[int, int, int]:
    last, before, after = (sum(counts) for counts in zip(*windows, strict=True))
    return last, before, after


def _settling(log: EventLog, which: str) -> tuple[int, ...]:
    rows = log.engine.rows(
        f"""select activity, count(*) as times from due_case where not begun_late and {which} and activity is not null
            group by activity order by times desc, activity""",
    )
    total = sum(times for _, times in rows)
    return tuple(activity for activity, times in rows if times * 10 >= total)


def _listed(codes: Iterable[int]) -> str:
    return ", ".join(str(code) for code in codes) or "-1"
