"""Two readings that the data leaves open: both are shown by their first cases, and the user says which."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.date_choice import moment_of
from procmap.reading.hypothesis import Hypothesis
from procmap.reading.profile import SAMPLE, Profile

CASES, STEPS, LONGEST = 3, 4, 30
"""Cases shown of each reading, steps shown of each case, and characters of each step."""

FIRST_CASES = """
with e as (select {case} as c, {activity} as a, {time} as t, rowid as k from {relation}
           where {case} is not null and {activity} is not null and {time} is not null)
select c, list(a order by t, k) from e group by c having count(*) > 1 order by min(k) limit {cases}
"""

SAME = """
select count(distinct ({one}, {other})) = count(distinct {one}) and count(distinct ({one}, {other})) = count(distinct {other})
from {relation} where {one} is not null and {other} is not null
"""


class AmbiguousError(ProcmapError):
    """Two columns would do as well for the case.

    Attributes:
        cases: Both, in the order of the message: --case settles it.
    """

    @property
    def cases(self) -> tuple[str, str]:
        """What --case may be."""
        return str(self.values["first"]), str(self.values["second"])


@dataclass(frozen=True)
class Candidate:
    """One of two readings.

    Attributes:
        case: What the user would name with --case.
        hypothesis: The reading.
        profiles: Of its table's columns, whose sample stands in the engine.
    """

    case: str
    hypothesis: Hypothesis
    profiles: tuple[Profile, ...]

    def first_cases(self, engine: Engine) -> list[str]:
        """The first cases, as "number → step, step"."""
        places = {it.name: place for place, it in enumerate(self.profiles)}
        case, activity = (f"nullif(trim(c{places[self.hypothesis.chosen[kind].name]}), '')" for kind in ("case", "activity"))
        moment = moment_of(engine, self.hypothesis.chosen["time"].name, places)
        rows = engine.rows(FIRST_CASES.format(case=case, activity=activity, time=moment, relation=SAMPLE, cases=CASES))
        shown = [f"{_short(name)} → {', '.join([*map(_short, steps[:STEPS]), *(['…'] if len(steps) > STEPS else [])])}"
                 for name, steps in rows]  # fmt: skip
        return shown + ["…"] * (CASES - len(shown))


def are_the_same(engine: Engine, profiles: tuple[Profile, ...], one: str, other: str) -> bool:
    """Whether two columns tell the same cases apart on the sample."""
    places = {it.name: place for place, it in enumerate(profiles)}
    texts = (f"nullif(trim(c{places[name]}), '')" for name in (one, other))
    return bool(engine.value(SAME.format(relation=SAMPLE, **dict(zip(("one", "other"), texts, strict=True)))))


def two_readings(one: Candidate, two: Candidate, of_one: list[str], of_two: list[str]) -> AmbiguousError:
    """The error that shows both, each with its first cases."""
    shown: dict[str, object] = {"first": one.case, "second": two.case}
    shown |= {f"first_{place}": line for place, line in enumerate(of_one, start=1)}
    shown |= {f"second_{place}": line for place, line in enumerate(of_two, start=1)}
    return AmbiguousError("reading.two_readings", **shown)


def _short(text: str) -> str:
    """A value in few characters, cut between words: half a name could not be told for one and hidden."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rsplit(maxsplit=1)[0] if ' ' in text[:LONGEST] else ''}…"
