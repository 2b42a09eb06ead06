"""Who signs and who releases what was signed, case by case."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.log import Capability, EventLog


@dataclass(frozen=True)
class Signed:
    """Closed cases that are alike in this.

    Attributes:
        cases: How many they are.
        steps: The steps that somebody signed in each of them, by code.
        apart: Those of these steps that not only who releases signed.
    """

    cases: int
    steps: frozenset[int]
    apart: frozenset[int]


SIGNED = """
with release as (
  select case_id, max({hand}) as hand from recorded where activity in ({releasing})
  group by case_id having count(distinct {hand}) = 1),
step as (
  select e.case_id, e.activity, bool_or(e.{hand} <> r.hand) as apart
  from recorded e join release r using (case_id) join case_ c using (case_id)
  where c.closed and e.activity in ({signing}) and e.{hand} is not null group by e.case_id, e.activity),
way as (
  select list(activity order by activity) as steps, list(activity order by activity) filter (apart) as apart
  from step group by case_id)
select count(*), steps, apart from way group by steps, apart order by all
"""


def find_signed(log: EventLog, signing: tuple[int, ...], releasing: tuple[int, ...]) -> tuple[Signed, ...] | None:
    """The closed cases that one hand releases, by who signs; None where the log names no hands.

    Hands are people, or roles where the log names no people.

    Args:
        log: The log; needs `recorded`.
        signing: Codes of the steps that sign.
        releasing: Codes of the steps that release.
    """
    hand = next((name for name in (Capability.RESOURCE, Capability.ROLE) if log.profile.can(name)), None)
    if hand is None:
        return None
    signs, releases = (", ".join(map(str, codes)) or "-1" for codes in (signing, releasing))
    rows = log.engine.rows(SIGNED.format(hand=hand, signing=signs, releasing=releases))
    return tuple(Signed(cases, frozenset(steps), frozenset(apart or ())) for cases, steps, apart in rows)
