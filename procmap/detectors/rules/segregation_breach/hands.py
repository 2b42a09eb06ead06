"""In how many cases one person did two steps that are to be kept apart."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.detectors.pack_rules import Shown, Tally, events
from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, Capability
from procmap.measures import Measures

ALL_DAYS = 1
"""Of how many days one is looked at for robots: of all."""


@dataclass(frozen=True)
class Hands(Tally):
    """The cases in which one person did both steps, of those in which people did both.

    Attributes:
        people: How many do the step that fewer do.
    """

    people: int


def find_robots(measures: Measures) -> tuple[int, ...]:
    """The resources, by code, that work as no person does; none where dates without a time of day do not tell."""
    if not measures.log.profile.can(Capability.FINE_TIMESTAMPS):
        return ()
    sql = sql_of("procmap.measures.quality", "robot").format(every=ALL_DAYS)
    return tuple(code for (code,) in measures.log.engine.rows(sql))


def count_hands(measures: Measures, first: Shown, then: Shown, robots: tuple[int, ...]) -> Hands:
    """Count the cases and the people of two steps."""
    engine, table = measures.log.engine, events(measures)
    one, other, nobody = (", ".join(map(str, codes)) or "-1" for codes in (first.codes, then.codes, robots))
    sql = sql_of("procmap.detectors.rules.segregation_breach", "hands").format(event=table, first=one, then=other, robots=nobody)
    row = engine.rows(
        f"""select count(*) filter (where same), count(*), count(*) filter (where same and part = 1),
                   count(*) filter (where same and part = 2), count(*) filter (where part = 1), count(*) filter (where part = 2),
                   min(case_id, 5) filter (where same) from ({sql})""",
    )[0]
    people = [
        engine.value(f"select count(distinct resource) from {table} where activity in ({codes}) and resource not in ({nobody})")
        for codes in (one, other)
    ]
    return Hands(row[0], row[1], ByPart(*row[2:4]), ByPart(*row[4:6]), tuple(row[6] or ()), min(people))
