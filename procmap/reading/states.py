"""The column that says in which state each case stood when the export was made, and the cases on which work went on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from procmap.engine import Engine
from procmap.procedures.states import is_at_work, is_state
from procmap.reading.outcomes import decisive_values, may_be_outcome
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.table import is_one_of

ONE_STATE = 0.98
"""Share of the cases of several rows that the column must give one value."""

STATED = 0.5
"""Share of the different values of a status that must be states, or favourable or unfavourable."""

ONE_VALUE = """
select count(*) filter (events > 1), count(*) filter (events > 1 and different = 1), count(*) from (
  select count(*) as events, count(distinct {state}) as different from {sample} where {state} <> '' group by {case})
"""


def states_at_work(it: Profile) -> frozenset[str]:
    """The values of a column that say that work goes on."""
    return frozenset(value for value in it.values if is_at_work(value))


def is_status(it: Profile) -> bool:
    """Whether a column says how far cases have come: what is decided, closed, or goes on, and little else."""
    if not may_be_outcome(it) or it.distinct < 2:
        return False
    stated = {*(value for value in it.values if is_state(value)), *decisive_values(it)}
    return len(stated) >= max(2.0, STATED * len(it.values))


def state_column(engine: Engine, profiles: Sequence[Profile], case: str, taken: Collection[str]) -> str | None:
    """The column of the state of cases: a status with some work in progress, one for each case.

    Args:
        engine: Holds the sample.
        profiles: Of all columns, in the order of the sample's.
        case: SQL of the case.
        taken: Columns that say something else.
    """
    places = {it.name: f"c{place}" for place, it in enumerate(profiles)}
    for it in profiles:
        if it.name in taken or not is_status(it):
            continue
        at_work = states_at_work(it)
        if not at_work or len(at_work) == len(it.values):
            continue
        counted = ONE_VALUE.format(state=f"trim({places[it.name]})", case=case, sample=SAMPLE)
        several, one, cases = engine.rows(counted)[0]
        if cases and one >= ONE_STATE * several:
            return it.name
    return None


def find_open_cases(engine: Engine, column: str | None) -> int:
    """Store open_case, the cases whose state is work in progress; returns how many.

    Args:
        engine: Holds source_row.
        column: The column of source_row with the state, if there is one.
    """
    states: frozenset[str] = frozenset()
    if column is not None:
        met = engine.rows(f"select distinct {column} from source_row where {column} is not null")
        states = frozenset(state.lower() for (state,) in met if is_at_work(state))
    last = f"select case_name, arg_max({column}, rowid) as state from source_row where {column} is not null group by case_name"
    nothing = "select cast(null as varchar) as case_name where false"
    engine.table("open_case", f"select case_name from ({last}) where {is_one_of('state', states)}" if states else nothing)
    return int(engine.value("select count(*) from open_case"))
