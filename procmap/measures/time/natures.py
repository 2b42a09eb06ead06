"""What the time that ends in each activity is, as far as the log or the analyst proves it; else where it ends, by its label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmap.log.calendar import DAY
from procmap.log.kind import Kind
from procmap.measures.time.session_days import RATIO, in_sessions
from procmap.measures.time.terms import Lapse, Term, find_terms
from procmap.measures.time.time_cause import TimeCause
from procmap.procedures.packs.vocabulary import Kind as StepKind

if TYPE_CHECKING:
    from procmap.measures.measuring import Measures

ASKS = frozenset({"ask", "request_documents", "external"})
ANSWERS = frozenset({"answer", "receive_documents", "external"})
"""Classes of labels: an answer from outside is one that mostly comes right after a question. A long wait alone is none."""

CERTAIN = frozenset({TimeCause.TERM, TimeCause.APPOINTMENT, TimeCause.OUTSIDE})
"""Natures that the wait before a known start has, too: nobody of the house could have begun."""


@dataclass(frozen=True)
class Nature:
    """The time that ends in one activity.

    Attributes:
        cause: What it is where nothing below says more.
        term: Up to which it is a term; None without one.
        sessions: Whether its files wait for sessions.
        lapse: A term that runs from a step that need not be the one before: what lies within is of the term, whatever it ends in.
    """

    cause: TimeCause
    term: Term | None = None
    sessions: bool = False
    lapse: Lapse | None = None

    @property
    def first(self) -> TimeCause:
        """What the first part of the time is: up to the term, or to the next session."""
        return TimeCause.TERM if self.term is not None else TimeCause.SESSION

    @property
    def certain(self) -> bool:
        """Whether a known start changes nothing."""
        return self.cause in CERTAIN


def find_natures(measures: Measures) -> tuple[Nature, ...]:
    """The nature of each activity, by code. What the analyst says goes before what the log proves, and that before labels."""
    sessions = _sessions(measures)
    few = {rhythm.activity for rhythm in measures.rhythms if rhythm.ratio <= RATIO}  # their whole weeks may be those of sessions
    asked = [row.activity for row in measures.activities if row.activity not in sessions | few]
    terms = dict(find_terms(measures.log, asked))
    known = {code: said for code, said in measures.said.items() if not said.term_after}
    terms |= {code: Term(round(said.term_days * DAY)) for code, said in known.items() if said.term_days}
    lapses = _lapses(measures)
    found = []
    for code in range(len(measures.log.activities)):
        cause = _cause(measures, code)
        term = terms.get(code) if cause is not TimeCause.APPOINTMENT else None
        if cause is TimeCause.TERM and (term is not None or code in lapses):
            cause = TimeCause.UNEXPLAINED  # beyond the term that is known a timer explains nothing, and nobody works
        found.append(Nature(cause, term, term is None and cause not in CERTAIN and code in sessions, lapses.get(code)))
    return tuple(found)


def _lapses(measures: Measures) -> Mapping[int, Lapse]:
    codes = {label: code for code, label in enumerate(measures.log.activities)}
    return {
        code: Lapse(round(said.term_days * DAY), tuple(codes[label] for label in said.term_after if label in codes))
        for code, said in measures.said.items()
        if said.term_days and said.term_after
    }


def _sessions(measures: Measures) -> frozenset[int]:
    by_code = {row.activity: row for row in measures.activities}
    proven = {
        rhythm.activity
        for rhythm in measures.rhythms
        if not measures.kinds.unwilled(rhythm.activity)
        # a reminder waits for an answer that does not come, not for a day
        and not measures.classes[rhythm.activity] & {"request_documents", "waiting_timer"}
        and measures.sessions_said(rhythm.activity) is None
        and in_sessions(measures.log, rhythm, opens=2 * by_code[rhythm.activity].opens > by_code[rhythm.activity].instances)
    }
    return frozenset(proven | {code for code, said in measures.said.items() if said.sessions})


def _cause(measures: Measures, code: int) -> TimeCause:
    kind, classes = measures.kinds.found[code], measures.classes[code]
    if kind is Kind.TIMER:
        return TimeCause.TERM
    if kind is Kind.APPOINTMENT or code in measures.fixed_dates:
        return TimeCause.APPOINTMENT
    if kind is Kind.OUTSIDE or _done_outside(measures, code) or _answers(measures, code):
        return TimeCause.OUTSIDE
    if "approval" in classes:
        return TimeCause.APPROVAL
    return TimeCause.PAPER if "media_break" in classes else TimeCause.WORK_OR_WAIT


def _done_outside(measures: Measures, code: int) -> bool:
    """Whether the procedure of the log has a step of that label which nobody of the house does, as a delivery."""
    step = measures.procedure.step_of(measures.log.activities[code])
    return step is not None and step.kind is StepKind.OUTSIDE


def _answers(measures: Measures, code: int) -> bool:
    """Whether an activity is an answer by its label and mostly comes right after a question, one of them to or from outside."""
    classes = measures.classes[code]
    if not classes & ANSWERS or classes & {"ask", "request_documents"}:
        return False
    times: Mapping[int, int] = {a: n for (a, b), n in measures.follows.items() if b == code and a != code}
    asked = sum(n for a, n in times.items() if _asks_outside(measures.classes[a], classes))
    return 2 * asked > sum(times.values())


def _asks_outside(asks: frozenset[str], answers: frozenset[str]) -> bool:
    return bool(asks & ASKS and (asks | answers) & {"external", "request_documents"})
