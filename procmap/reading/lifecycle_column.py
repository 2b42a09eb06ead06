"""Whether a column tells the start and end of steps: its words are those of a lifecycle and pair within case and step."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.engine import Engine
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.table import quoted
from procmap.reading.transitions import Step, is_standard, step_of

MOST_WORDS = 100
"""Different transitions that a lifecycle may have; a mere list of statuses or texts has more."""

FEW_WORDS = 12
"""As many where the column's name does not say that it is a lifecycle."""

PAIRED = 0.5
"""Share of the steps begun that must also end, in the same case and activity."""

GROUPS = """
select count(*) filter (begun), count(*) filter (begun and over), count(*) filter (over) from (
  select bool_or(trim({word}) in ({starts})) as begun, bool_or(trim({word}) in ({ends})) as over
  from {sample} group by {case}, {activity})
"""

VARIED = """
select count(*) filter (kinds > 1), count(*) from (
  select count(distinct {other}) as kinds from {sample} where trim({case}) <> '' group by {case} having count(*) > 2)
"""


def is_lifecycle(engine: Engine, profiles: Sequence[Profile], name: str, case: str, activity: str) -> bool:
    """Whether a column called a lifecycle is one: transitions of XES, or words of which starts pair with ends.

    Statuses that stand under the name of a lifecycle do not: "In Progress" here and "Closed" there, never in one step.
    """
    words = _words(engine, profiles, name)
    if words and all(is_standard(word) for word in words):
        return True
    return len(words) <= MOST_WORDS and _share(engine, profiles, name, words, (case, activity))[0] >= PAIRED


def lifecycle_by_content(
    engine: Engine, profiles: Sequence[Profile], free: Sequence[Profile], case: str, activity: str
) -> str | None:
    """The column, among those that nothing else took, that holds words of start and end and nothing else; None without one."""
    for it in free:
        if not 2 <= it.distinct <= FEW_WORDS or any(step_of(value) is None for value in it.values):
            continue
        words = _words(engine, profiles, it.name)
        if min(_share(engine, profiles, it.name, words, (case, activity))) >= PAIRED:
            return it.name
    return None


def are_marks_of_others(engine: Engine, profiles: Sequence[Profile], step: str, others: Sequence[Profile], case: str) -> bool:
    """Whether a column only says that the steps of another column began or ended: "Phase: START".

    Args:
        engine: Holds the sample.
        profiles: Of all columns, in the order of the sample's.
        step: The column.
        others: What may be the step instead: it has to vary within the cases.
        case: The column of the case.
    """
    places = {it.name: place for place, it in enumerate(profiles)}
    for other in others:
        if lifecycle_by_content(engine, profiles, [profiles[places[step]]], case, other.name) is None:
            continue
        varying = VARIED.format(case=f"c{places[case]}", other=f"c{places[other.name]}", sample=SAMPLE)
        varied, several = engine.rows(varying)[0]
        if varied >= PAIRED * several > 0:
            return True
    return False


def _words(engine: Engine, profiles: Sequence[Profile], name: str) -> list[str]:
    column = f"trim(c{[it.name for it in profiles].index(name)})"
    found = f"select distinct {column} from {SAMPLE} where {column} <> '' order by 1 limit {MOST_WORDS + 1}"
    return [word for (word,) in engine.rows(found)]


def _share(
    engine: Engine, profiles: Sequence[Profile], name: str, words: Sequence[str], step: tuple[str, str]
) -> tuple[float, float]:
    """Shares of the steps begun that end, and of those ended that began; where no word tells a start, a mark before it does."""
    steps = {word: step_of(word) for word in words}
    begin = next((each for each in (Step.START, Step.PROGRESS) if each in steps.values()), Step.MARK)
    starts, ends = ([quoted(word) for word in words if steps[word] is kind] for kind in (begin, Step.END))
    if not starts or not ends:
        return 0.0, 0.0
    places = {it.name: f"c{place}" for place, it in enumerate(profiles)}
    begun, paired, over = engine.rows(GROUPS.format(
        word=places[name], case=places[step[0]], activity=places[step[1]], sample=SAMPLE,
        starts=", ".join(starts), ends=", ".join(ends)))[0]  # fmt: skip
    return paired / max(begun, 1), paired / max(over, 1)
