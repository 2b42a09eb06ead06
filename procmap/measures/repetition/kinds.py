"""What a loop is about: by its words, else by who takes part."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from procmap.log.people import is_outsider
from procmap.procedures import Group, StepClass
from procmap.procedures.outcomes import refuser

if TYPE_CHECKING:
    from procmap.measures.measuring import Measures
    from procmap.measures.repetition.loops import Loop


class LoopKind(StrEnum):
    """What a loop is about."""

    INCOMPLETE_FILE = "incomplete_file"
    REWORK_LOOP = "rework_loop"
    PING_PONG = "ping_pong"
    UNCLEAR = "unclear"
    """A repetition that may be meant so."""


WORDS = (
    (LoopKind.INCOMPLETE_FILE, Group.MISSING),
    (LoopKind.REWORK_LOOP, Group.CORRECTING),
    (LoopKind.PING_PONG, Group.CONSULTING),
)

MAINLY = 0.5
"""Share of the returns to an activity, those without steps of their own, that come right after the check that sent them."""

EXCEPTION = 0.5
"""Share of the cases up to which a loop of which no word tells is an exception: what more of them go through is how it is meant."""

EXPLAINS = 0.2
"""Share of the repetitions of a step from which the steps between explain them: a reading is taken again whatever lies between."""

COMES_BACK = 0.8
"""Share of the passages of a step without a word after which the step resumed comes again, from which it is a correction."""

PASSING_ON = frozenset({StepClass.TRANSMISSION})
"""What says that the case goes to somebody else: no correction."""

SENT_BACK = frozenset({StepClass.RETURN, StepClass.REFUSAL})


def kind_of(measures: Measures, loop: Loop) -> LoopKind:
    """The kind of a loop.

    Who refuses what the house offers makes use of a right, and the next offer is no work done twice. Else words decide where
    they are known. Otherwise: a request and an answer by the service that checks means that somebody outside
    was asked (incomplete_file), and so does an answer taken in where the cases begin; two further steps of which another service
    does one are a going back and forth (ping_pong), and without roles nobody can tell which of the two; one further step is a
    correction (rework_loop), and without roles, or where it passes the case on, only where it or the step before it judges: else
    it may be one more visit, or one more wait, or the case goes to somebody else and is taken up there. What often comes last,
    and nothing is done again after, corrects nothing. What most cases go
    through, or explains few of the repetitions of the step, is no reason why a file came back. A repetition without any step
    of its own may be one instance for each document, supplier or instalment, unless a check sent the file back: one after which
    most of these returns come, for what is taken up again after whatever step is a round of the work, and nobody's refusal.
    """
    if any(_refused_outside(measures, code) for code in loop.returns):
        return LoopKind.UNCLEAR
    return _by_words(measures, loop) or _by_who(measures, loop)


def _by_words(measures: Measures, loop: Loop) -> LoopKind | None:
    own = frozenset[StepClass]().union(*(measures.classes[code] for code in loop.returns))
    here = measures.activities[loop.resume].role
    for kind, group in WORDS:
        if own & measures.vocabulary.group(group) and (kind is not LoopKind.PING_PONG or here is not None):
            return kind
    return None


def _by_who(measures: Measures, loop: Loop) -> LoopKind:
    own = frozenset[StepClass]().union(*(measures.classes[code] for code in loop.returns))
    here = measures.activities[loop.resume].role
    if loop.cases > EXCEPTION * loop.of or (loop.returns and _share(measures, loop) < EXPLAINS):
        return LoopKind.UNCLEAR
    if not loop.returns:
        check = measures.classes[loop.check]
        back = measures.vocabulary.group(Group.REPEATING_SENDS_BACK)
        passed = measures.vocabulary.outcome_of(measures.log.activities[loop.check])[1] == "positive"
        sent_back = not loop.self_loop and not passed and check & back and _mainly(measures, loop)
        return LoopKind.REWORK_LOOP if sent_back else LoopKind.UNCLEAR
    desk = min(measures.activities, key=lambda one: one.position).role
    elsewhere = {here, desk} if measures.activities[loop.returns[-1]].role == desk else {here}
    others = {role for code in loop.returns if (role := measures.activities[code].role) is not None and role not in elsewhere}
    if len(loop.returns) == 1:
        judged = own & SENT_BACK or measures.classes[loop.check] & measures.vocabulary.group(Group.REPEATING_SENDS_BACK)
        corrects = here is not None and not (own and own <= PASSING_ON)
        comes_back = own & SENT_BACK or _comes_back(measures, loop) >= COMES_BACK
        return LoopKind.REWORK_LOOP if comes_back and (judged or corrects) else LoopKind.UNCLEAR
    if here is None:
        return LoopKind.UNCLEAR  # who was asked, nobody can tell
    return LoopKind.PING_PONG if others else LoopKind.INCOMPLETE_FILE


def _refused_outside(measures: Measures, code: int) -> bool:
    """Whether the step is the refusal of somebody outside: of whoever records it, or of whom its label names as refusing."""
    if StepClass.REFUSAL not in measures.classes[code]:
        return False
    role = measures.activities[code].role
    by_role = role is not None and is_outsider(measures.log.roles[role])
    return by_role or is_outsider(refuser(measures.log.activities[code]))


def _share(measures: Measures, loop: Loop) -> float:
    """Of the repetitions of the step that is resumed, the share that goes through this loop."""
    figures = measures.activities[loop.resume]
    return loop.times / max(figures.instances - figures.cases, 1)


def _comes_back(measures: Measures, loop: Loop) -> float:
    """Of the passages of the loop's own step in closed cases, the share after which the step that is resumed comes again."""
    again, times = measures.log.engine.rows(
        f"""with last as (select case_id, max(k) as k from event where activity = {int(loop.resume)} group by case_id)
            select count(*) filter (where l.k > e.k), count(*) from event e join case_ c using (case_id)
            left join last l using (case_id) where c.closed and e.activity = {int(loop.returns[0])}"""
    )[0]
    return float(again / max(times, 1))


def _mainly(measures: Measures, loop: Loop) -> bool:
    same = [one.times for one in measures.loops if one.resume == loop.resume and not one.returns and not one.self_loop]
    return loop.times >= MAINLY * sum(same)
