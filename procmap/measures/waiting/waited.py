"""How many cases waited at a step for a working day or more: a figure of the step, which describes nobody."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.log import EventLog


@dataclass(frozen=True)
class Waited:
    """Cases that came to some steps of a role.

    Attributes:
        cases: All of them.
        waited: Those that once took a working day of office time or more from ready to done.
        examples: Up to five that took longest.
    """

    cases: int
    waited: int
    examples: tuple[int, ...]


def find_waited(log: EventLog, role: int, activities: tuple[int, ...]) -> Waited:
    """Count the cases of a role's steps. Needs `queue`.

    Args:
        log: The log.
        role: Its code.
        activities: Codes of the steps.
    """
    listed = ", ".join(map(str, activities))
    of_case = f"""select case_id, max(office - enabled) as took from queue
                  where role = {int(role)} and activity in ({listed}) group by case_id"""
    cases, waited = log.engine.rows(f"select count(*), count(*) filter (where took >= {int(log.calendar.day)}) from ({of_case})")[0]
    longest = log.engine.rows(f"select case_id from ({of_case}) order by took desc, case_id limit 5")
    return Waited(cases, waited, tuple(case for (case,) in longest))
