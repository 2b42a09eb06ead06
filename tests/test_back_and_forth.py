"""What roles hand back and forth is found for all activities at once, as by going through each case."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from procmap.log.kind import Kind
from procmap.measures.kinds.kinds import Kinds
from procmap.measures.organisation.back_and_forth import NAMED, BackAndForth, find_back_and_forth

from .conftest import fresh_engine

ACTIVITIES = 5
KINDS = Kinds((None, Kind.STATUS, Kind.STATUS, Kind.TIMER, None), frozenset(), frozenset())
STATES = (1, 2)

events = st.tuples(st.sampled_from([0, 0, 0, 0, 1, 1, 2, 3, 4]), st.sampled_from([0, 1, 0, 1, 0, 1, 2, None]))
one_case = st.tuples(st.lists(events, min_size=8, max_size=16), st.booleans(), st.sampled_from([1, 2]))
cases = st.lists(one_case, min_size=3, max_size=7)


def group_of(activity):
    return STATES if activity in STATES else (activity,)


def returns_of(case, group):
    """(role, role before) of each return of one case, one after another."""
    found = []
    steps = [(group_of(activity) == group and role is not None, role) for activity, role in case]
    for together, stretch in groupby(steps, key=lambda step: step[0]):
        visits = [role for role, _ in groupby(role for _, role in stretch)] if together else []
        found += [(visits[i], visits[i - 1]) for i in range(2, len(visits)) if visits[i] == visits[i - 2]]
    return found


def by_hand(log):
    found = []
    for group in (STATES, (0,), (4,)):
        having = [n for n, (case, *_) in enumerate(log) if any(group_of(a) == group and r is not None for a, r in case)]
        back = {n: returns_of(log[n][0], group) for n in having}
        of = [n for n in having if log[n][1]]
        mine = [n for n in of if back[n]]
        roles = Counter(role for pairs in back.values() for pair in pairs for role in pair)
        if mine:
            parts = [tuple(sum(log[n][2] == part for n in which) for part in (1, 2)) for which in (mine, of)]
            named = tuple(sorted(roles, key=lambda role: (-roles[role], role))[:NAMED])
            times = sum(len(back[n]) for n in mine)
            found.append(BackAndForth(group, len(mine), parts[0], len(of), parts[1], times, tuple(mine[:5]), named))
    return tuple(found)


@settings(max_examples=40, deadline=None)
@given(cases)
def test_back_and_forth_is_found_as_by_going_through_each_case(log):
    with fresh_engine() as engine:
        engine.run("create table event (case_id integer, k integer, activity integer, role integer)")
        engine.run("create table case_ (case_id integer, closed boolean, part integer)")
        listed = [(n, closed, part) for n, (_, closed, part) in enumerate(log)]
        events = [(n, k, *step) for n, (case, _, _) in enumerate(log) for k, step in enumerate(case, start=1)]
        for name, rows in (("case_", listed), ("event", events)):
            if rows:
                places = ", ".join(f"({', '.join('?' * len(rows[0]))})" for _ in rows)
                engine.run(f"insert into {name} values {places}", [value for row in rows for value in row])
        engine.table("event", """select *, lag(activity) over w as prev_activity, lag(role) over w as prev_role
                                 from event window w as (partition by case_id order by k)""")
        told = find_back_and_forth(SimpleNamespace(engine=engine, activities=("",) * ACTIVITIES), KINDS)
    assert told == by_hand(log)
