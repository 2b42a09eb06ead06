"""States in which a case stands still until somebody acts: steps of a log of states, or values of a column beside the steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog
from procmap.procedures.waiting_state import WAITS, WaitsFor, is_of_state_before, waits_for

LONGEST = 60
"""Characters of the name of a state; what is longer is a remark."""

MOST_STATES = 100
"""Different values that speak of a wait and that a column of states may have; one of remarks has more."""

STATES = """
select distinct {value} from {table} where length({value}) <= {longest}
and regexp_matches(lower({value}), '{waits}') order by 1 limit {most}
"""


@dataclass(frozen=True)
class Stand:
    """One such state.

    Attributes:
        name: As the log spells it.
        activity: Its code where it is a step of the log; None where it stands in a column beside the steps.
        waits: For whom its name says that cases wait in it.
        by_part, of_by_part: Closed cases that stood in it, and all.
        median, median_time: Median time in it, office and calendar (microseconds).
        of_time: The calendar time in it, as a share of that of all closed cases.
        examples: Up to five cases.
    """

    name: str
    activity: int | None
    waits: WaitsFor
    by_part: ByPart
    of_by_part: ByPart
    median: int
    median_time: int
    of_time: float
    examples: tuple[int, ...]

    @property
    def cases(self) -> int:
        """Closed cases that stood in it."""
        return sum(self.by_part)


def find_stands(log: EventLog) -> tuple[Stand, ...]:
    """The states of a log in which cases wait, by their names.

    What a column and a step say alike is told of the step; what two columns say, of the one in which more cases stand.
    """
    found: dict[str, Stand] = {}
    for stand in sorted(_all(log), key=lambda stand: (stand.activity is None, -stand.cases)):
        found.setdefault(stand.name.casefold(), stand)
    return tuple(sorted(found.values(), key=lambda stand: stand.name))


def _all(log: EventLog) -> Iterator[Stand]:
    steps = {label: waits for label in log.activities if (waits := waits_for(label))}
    codes = {label: log.activities.index(label) for label in steps}
    yield from _stands(log, steps, codes, "a.activity_name", "join activity_ a on a.activity = r.activity")
    yield from _stands(log, _states(log, "recorded", "outcome_name"), {}, "r.outcome_name", "")
    for column in _columns(log):
        states = _states(log, "source_attribute", column)
        yield from _stands(log, states, {}, f"s.{column}", "join source_attribute s on s.pos = r.pos")


def _columns(log: EventLog) -> list[str]:
    """The columns beside the steps, as SQL names them, where the log has kept them."""
    rows = log.engine.rows(
        "select column_name from information_schema.columns where table_name = 'source_attribute' order by ordinal_position"
    )
    kept = [name for (name,) in rows if name != "pos" and not is_of_state_before(name)]
    return ['"' + name.replace('"', '""') + '"' for name in kept]


def _states(log: EventLog, table: str, column: str) -> dict[str, WaitsFor]:
    """The values of a column that are states of waiting."""
    told = STATES.format(value=column, table=table, longest=LONGEST, waits="|".join(sorted(WAITS)), most=MOST_STATES + 1)
    values = [value for (value,) in log.engine.rows(told)]
    return {value: waits for value in values if (waits := waits_for(value))} if len(values) <= MOST_STATES else {}


def _stands(log: EventLog, states: dict[str, WaitsFor], codes: dict[str, int], state: str, join: str) -> Iterator[Stand]:
    if not states:
        return
    names = ", ".join("'" + name.replace("'", "''") + "'" for name in states)
    sql = sql_of("procmap.detectors.information.external_wait", "stand").format(names=names, state=state, join=join)
    for name, one, two, of_1, of_2, median, time, share, examples in log.engine.rows(sql):
        yield Stand(
            name=log.privacy.hide(name), activity=codes.get(name), waits=states[name], by_part=ByPart(one, two),
            of_by_part=ByPart(of_1, of_2), median=median, median_time=time, of_time=share or 0.0, examples=tuple(examples),
        )
