"""Loops: an activity that is done again because the file came back.

A loop has activities that exist only for it (a request, an answer, a correction): at least INSIDE of their instances lie between
two times of the activity that is repeated. Where no such activity exists, the loop is the pair of the last activity before the
return and the first one again, and its rate is counted on the cases that reach the latter.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog
from procmap.procedures import Classes, Group, Vocabulary

ROOM = "procmap.measures.repetition"
INSIDE = 0.6
INSIDE_WORDED = 0.3
"""The same for an activity whose label says refusal, return, request or correction: after some refusals nothing comes back."""

LONGEST = 12
"""Activities from one time to the next beyond which a repetition is no longer read as one loop; those done several times in a
row count once."""

CAME_BACK = 0.5
"""Share of the cases with an activity of the loop that must have come back through it: else it is a step on the way."""

NOT_SENT = (ByPart(0, 0), 0)

LEAST_CASES = 10


@dataclass(frozen=True)
class Loop:
    """One loop, counted over the closed cases.

    Attributes:
        check: The activity before the file goes back (code).
        returns: The activities that exist only for the loop, in their order.
        resume: The first activity done again.
        cases: Closed cases that went through the loop; `by_part` the same for the two parts.
        of: Closed cases that could go through it; `of_by_part` for the two parts.
        times: Passages through the loop.
        sent: Closed cases sent into it, whether or not they came back (the main loop of a first return only, and where at least
            CAME_BACK of them did; else `cases`); `sent_by_part` for the two parts, `sent_times` how often.
        examples: Up to five cases (codes).
    """

    check: int
    returns: tuple[int, ...]
    resume: int
    cases: int
    of: int
    times: int
    by_part: ByPart
    of_by_part: ByPart
    sent: int
    sent_by_part: ByPart
    sent_times: int
    examples: tuple[int, ...]

    @property
    def activities(self) -> tuple[int, ...]:
        """Check, returns and, where it differs, the activity that is resumed."""
        ends = (self.check,) if self.resume == self.check else (self.check, self.resume)
        return ends[:1] + self.returns + ends[1:]

    @property
    def self_loop(self) -> bool:
        """The same activity directly again."""
        return not self.returns and self.check == self.resume


def find_loops(
    log: EventLog,
    concurrent: frozenset[tuple[int, int]],
    classes: tuple[Classes, ...],
    vocabulary: Vocabulary,
    unwilled: frozenset[int] = frozenset(),
) -> tuple[Loop, ...]:
    """All loops of at least LEAST_CASES closed cases, most frequent first.

    Args:
        log: The log.
        concurrent: Unordered pairs of concurrent activities.
        classes: The vocabulary's classes of each activity code.
        vocabulary: What the words of labels mean.
        unwilled: Activities that nobody repeats because the file came back.
    """
    engine = log.engine
    listed = ", ".join(map(str, sorted(unwilled))) or "-1"
    engine.table("excursion", sql_of(ROOM, "excursion").format(unwilled=listed))
    engine.table("inside", sql_of(ROOM, "inside").format(longest=LONGEST))
    _mark_returns(log, classes, vocabulary)
    engine.table("loop_passage", sql_of(ROOM, "loop_passage").format(longest=LONGEST))
    rows = engine.rows(sql_of(ROOM, "loop"))
    reached = {
        check: ByPart(first, second)
        for check, first, second in engine.rows(
            "select activity, closed_cases_1, closed_cases_2 from activity_figures",
        )
    }
    members = _returns_of(log)
    sent = _sent(log)
    found = []
    for check, first_return, resume, cases, first, second, times, examples in rows:
        if cases < LEAST_CASES or (min(check, resume), max(check, resume)) in concurrent:
            continue
        returns = members.get((check, first_return, resume), ()) if first_return is not None else ()
        of = reached.get(check if returns else resume, ByPart(0, 0))
        # rows come by falling number of cases: the first loop of a return is its main one
        into, often = sent.pop(first_return, NOT_SENT) if returns else NOT_SENT
        if cases < CAME_BACK * sum(into):
            into, often = NOT_SENT
        into = ByPart(max(into.first, first), max(into.second, second))
        found.append(
            Loop(
                check,
                returns,
                resume,
                cases,
                sum(of),
                times,
                ByPart(first, second),
                of,
                sum(into),
                into,
                max(often, times),
                tuple(examples[:5]),
            )
        )
    return tuple(found)


def _sent(log: EventLog) -> dict[int | None, tuple[ByPart, int]]:
    """Closed cases of each part with an activity that exists for loops only, and something after it; and how often."""
    rows = log.engine.rows(
        """select activity, count(distinct case_id) filter (where part = 1), count(distinct case_id) filter (where part = 2),
                  count(*)
           from event join case_ using (case_id)
           where closed and next_activity is not null and activity in (select inside from loop_only) group by activity""",
    )
    return {code: (ByPart(first, second), often) for code, first, second, often in rows}


def _mark_returns(log: EventLog, classes: tuple[Classes, ...], vocabulary: Vocabulary) -> None:
    """Store `loop_only(anchor, inside)`: the activities that exist only inside the returns of the anchor."""
    looping = vocabulary.group(Group.LOOPING)
    worded = ", ".join(str(code) for code, found in enumerate(classes) if found & looping) or "-1"
    log.engine.table(
        "loop_only",
        f"""select i.anchor, i.inside from inside i
            join activity_figures t on t.activity = i.inside join activity_figures a on a.activity = i.anchor
            where i.instances >= case when i.inside in ({worded}) then {INSIDE_WORDED} else {INSIDE} end * t.instances
              and t.cases < a.cases""",
    )


def _returns_of(log: EventLog) -> dict[tuple[int, int, int], tuple[int, ...]]:
    """The loop's own activities in the order of their mean place, those in at least half of its passages."""
    places: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    rows = log.engine.rows(
        """select p.check_activity, p.first_return, p.resume, e.activity,
                  sum(e.k - p.from_k) * 1000 // count(*) as place
           from loop_passage p
           join event e on e.case_id = p.case_id and e.k > p.from_k and e.k < p.to_k
           join loop_only o on o.anchor = p.resume and o.inside = e.activity
           where p.first_return is not null
           group by p.check_activity, p.first_return, p.resume, e.activity
           having count(distinct cast(p.case_id as bigint) * 1000000 + p.to_k) * 2 >= (
             select count(*) from loop_passage q where q.check_activity = p.check_activity
               and q.first_return = p.first_return and q.resume = p.resume)
           order by p.check_activity, p.first_return, p.resume, place, e.activity""",
    )
    for check, first_return, resume, activity, _ in rows:
        places[check, first_return, resume].append(activity)
    return {key: tuple(found) for key, found in places.items()}
