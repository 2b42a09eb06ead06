"""What the detectors of queues share: which steps have a queue at all, and how much of the procedure it is."""

from __future__ import annotations

from procmap.log.calendar import HOUR
from procmap.measures import Measures
from procmap.measures.time.timers import is_timer
from procmap.measures.waiting.answers import find_answers
from procmap.measures.waiting.queueing import Queueing

SESSION, OWN = 0.5, 0.75
OUT_OF_TURN = 0.3
WEEK = 35.0
ANSWERS = frozenset({"answer", "external", "receive_documents"})


def queues_of(measures: Measures) -> list[Queueing]:
    """The queues in front of people: without sessions, periods set by rule, and answers that come from outside or out of turn."""
    sessions = {
        rhythm.activity
        for rhythm in measures.rhythms
        if rhythm.ratio <= SESSION and rhythm.ratio <= OWN * rhythm.ready_ratio
    }
    periods = {code for code, found in enumerate(measures.classes) if "waiting_timer" in found}
    outside = {
        pair.answer
        for pair in find_answers(measures.log, WEEK)
        if pair.overtaken >= OUT_OF_TURN * pair.times and measures.classes[pair.answer] & ANSWERS
    }
    left_out = sessions | periods | outside
    return [
        queue
        for queue in measures.queueing
        if queue.activity not in left_out and not (queue.people == 1 and is_timer(measures.log, queue.activity))
    ]


def cycle_share(measures: Measures, queued: int) -> float:
    """Office time in a queue (microseconds over all cases) as a share of the cycle time of all cases."""
    cycle = measures.figures.cycle_time.mean_office_hours * measures.log.profile.cases
    return queued / HOUR / cycle if cycle > 0 else 0.0
