"""What says in which state each case stood when the export was made: a column, or an empty date of closing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from procmap.engine import Engine
from procmap.procedures.states import is_at_work, is_state
from procmap.reading.derived import JOINT
from procmap.reading.hypothesis import Hypothesis, Notes, Shape
from procmap.reading.names import words_of
from procmap.reading.outcomes import decisive_values, may_be_outcome
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.shapes.spans import paired
from procmap.reading.shapes.step_headings import step_of_heading
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


CLOSING = frozenset("closed closing close closure cloture cloturee clos fermeture resolved resolution solved".split())  # noqa: SIM905 - words read best unquoted
"""Words of the heading of a date on which a case is closed: where it is empty, the case is open ..."""

OTHER_ENDS = frozenset("""
refus refuse refusee refused refusal rejet rejete rejetee rejected rejection abandon abandonne abandonnee abandoned annule annulee
annulation cancelled canceled cancellation withdrawn withdrawal retrait desistement""".split())  # noqa: SIM905 - words read best unquoted
"""... unless another date may tell its end."""

NOT_CLOSED = """
insert into open_case select case_name from source_row where case_name is not null
group by case_name having count(*) filter ({is_closing} and time is not null) = 0
"""


def not_closed(engine: Engine, found: Hypothesis) -> Notes:
    """Add to open_case, which is empty, the cases of a wide table whose date of closing is empty; the note that tells them.

    Args:
        engine: Holds source_row and open_case.
        found: How the source was taken.
    """
    steps = _closing_steps(_labels(found)) if found.shape is Shape.WIDE else ()
    if not steps:
        return ()
    engine.run(NOT_CLOSED.format(is_closing=is_one_of("activity_name", frozenset(step.lower() for step in steps))))
    count = int(engine.value("select count(*) from open_case"))
    if count == engine.value("select count(distinct case_name) from source_row"):
        engine.run("delete from open_case")  # a column that is never filled tells nothing
        return ()
    return (("reading.note_not_closed", {"column": ", ".join(steps), "count": count}),) if count else ()


def _labels(found: Hypothesis) -> list[str]:
    """What the steps of a wide table are called."""
    ends, starts = found.origins.get("time", ()), found.origins.get("start", ())
    pairs = paired((*ends, *starts)) if starts else {}
    return [pairs[name].label if name in pairs else step_of_heading(name.split(JOINT)[0]) for name in ends]


def _closing_steps(steps: Sequence[str]) -> tuple[str, ...]:
    """The dated columns that say when a case was closed; none where another may tell its end."""
    words = {step: frozenset(words_of(step)) for step in steps}
    if any(said & OTHER_ENDS for said in words.values()):
        return ()
    return tuple(step for step, said in words.items() if said & CLOSING)


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
