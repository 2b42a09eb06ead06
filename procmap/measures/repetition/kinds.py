"""What a loop is about: by its words, else by who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmap.procedures import Group, StepClass

if TYPE_CHECKING:
    from procmap.measures.measuring import Measures
    from procmap.measures.repetition.loops import Loop

WORDS = (
    ("incomplete_file", Group.MISSING),
    ("rework_loop", Group.CORRECTING),
    ("ping_pong", Group.CONSULTING),
)


def kind_of(measures: Measures, loop: Loop) -> str:
    """incomplete_file, rework_loop, ping_pong, or "unclear" where a repetition may be meant so.

    Words decide where they are known. Otherwise: a request and an answer by the service that checks means that somebody outside
    was asked (incomplete_file); two further steps of which another service does one are a going back and forth (ping_pong), and
    without roles nobody can tell which of the two; one further step is a correction (rework_loop). A repetition without any step
    of its own may be one instance for each document, supplier or instalment, unless a check sent the file back.
    """
    own = frozenset[StepClass]().union(*(measures.classes[code] for code in loop.returns))
    here = measures.activities[loop.resume].role
    for kind, group in WORDS:
        if own & measures.vocabulary.group(group) and (kind != "ping_pong" or here is not None):
            return kind
    if not loop.returns:
        check = measures.classes[loop.check]
        back = measures.vocabulary.group(Group.REPEATING_SENDS_BACK)
        passed = measures.vocabulary.outcome_of(measures.log.activities[loop.check])[1] == "positive"
        sent_back = not loop.self_loop and not passed and check & back
        return "rework_loop" if sent_back else "unclear"
    others = {role for code in loop.returns if (role := measures.activities[code].role) is not None and role != here}
    if len(loop.returns) == 1:
        return "rework_loop"
    if here is None:
        return "unclear"  # who was asked, nobody can tell
    return "ping_pong" if others else "incomplete_file"
