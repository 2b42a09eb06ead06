"""The guards against false claims: each a name and a question to the log, asked of every candidate that depends on it.

A guard that fails leaves a question; one that only weakens caps the grade at B. What a detector fulfils by the way it counts
(closed cases only, enough of them, coded missing values left out) it lists itself, and a test tries to break it. What nobody asked
vouches for nothing and is said so. The text that may require a step is asked where the law is known (law.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from procmap.findings import Finding, GuardAnswer, GuardName, Unseen, Weakness
from procmap.judgement.break_in_period import in_both_periods
from procmap.judgement.one_hand import in_one_hand
from procmap.judgement.reach import gone
from procmap.log import Capability
from procmap.log.kind import Kind
from procmap.measures import Measures
from procmap.measures.time.timers import is_timer, stands_behind_term

DATED = frozenset({Kind.TIMER, Kind.APPOINTMENT})

TWICE = 0.1
"""Share of what the finding rests on from which rows written twice may explain it."""

Question = Callable[[Measures, Finding, tuple[int, ...]], GuardAnswer]
"""Asked of the log, the finding and the codes of its activities."""


@dataclass(frozen=True)
class Guard:
    """A guard.

    Attributes:
        name: Its word.
        ask: What it answers.
        gives: What the log then tells only in part, where the guard weakens.
    """

    name: GuardName
    ask: Question
    gives: Weakness | None = None


def _failed_if(sign: bool) -> GuardAnswer:  # noqa: FBT001 - it reads as a sentence
    return GuardAnswer.FAILED if sign else GuardAnswer.PASSED


def _weak_if(sign: bool) -> GuardAnswer:  # noqa: FBT001 - it reads as a sentence
    return GuardAnswer.WEAK if sign else GuardAnswer.PASSED


def _timer(measures: Measures, finding: Finding, codes: tuple[int, ...]) -> GuardAnswer:
    if any(measures.kinds.found[code] in DATED for code in codes):
        return GuardAnswer.FAILED
    removed = [code for code in codes if measures.log.activities[code] in gone(finding)]
    if not removed:
        return _failed_if(any(is_timer(measures.log, code) for code in codes))
    # a term before a step runs whoever acts at its end; so do twenty days in an in-tray: the log does not tell which it was
    return _weak_if(any(is_timer(measures.log, code) or stands_behind_term(measures.log, code) for code in removed))


def _coarse(measures: Measures, _: Finding, codes: tuple[int, ...]) -> GuardAnswer:
    return _weak_if(any(code in measures.log.profile.coarse for code in codes))


def _saved(measures: Measures, _: Finding, codes: tuple[int, ...]) -> GuardAnswer:
    return _weak_if(bool(codes) and all(code in measures.doubts.saved for code in codes))


def _automatic(measures: Measures, _: Finding, codes: tuple[int, ...]) -> GuardAnswer:
    return _failed_if(bool(codes) and all(code in measures.doubts.automatic for code in codes))


def _spelt_twice(measures: Measures, _: Finding, codes: tuple[int, ...]) -> GuardAnswer:
    return _weak_if(any(code in measures.doubts.spelt_twice for code in codes))


def _written_twice(measures: Measures, finding: Finding, codes: tuple[int, ...]) -> GuardAnswer:
    evidence = finding.evidence
    # "almost never" rests on all instances: rows written twice could only make the few of them more, or the many seem more
    rests_on = evidence.of if evidence.upper is not None and evidence.lower is None else evidence.count
    return _failed_if(sum(measures.doubts.repeated.get(code, 0) for code in codes) > TWICE * max(rests_on, 1))


def _people(measures: Measures, finding: Finding, _: tuple[int, ...]) -> GuardAnswer:
    people = finding.evidence.people
    return _failed_if(people is not None and people < measures.procedure.smallest_group)


def _hands(measures: Measures, finding: Finding, _: tuple[int, ...]) -> GuardAnswer:
    if gone(finding) & set(measures.labels(tuple(sorted(measures.four_eyes)))):
        return GuardAnswer.FAILED
    joined = in_one_hand(measures, [finding], gone(finding))
    return GuardAnswer.NOT_ASKED if joined is None else _weak_if(joined)


GUARDS: Mapping[GuardName, Guard] = MappingProxyType(
    {
        guard.name: guard
        for guard in (
            Guard(GuardName.STATUTORY_TIMER, _timer, Unseen.TERM),
            Guard(GuardName.DAY_ONLY_DATES, _coarse, Capability.FINE_TIMESTAMPS),
            Guard(GuardName.SAVING_FORMS, _saved, Unseen.SAVE_TIMES),
            Guard(GuardName.ROBOTS, _automatic),
            Guard(GuardName.BREAK_IN_PERIOD, in_both_periods),
            Guard(GuardName.LABELS_SPELT_TWICE, _spelt_twice, Unseen.LABELS),
            Guard(GuardName.SEGREGATION, _hands),
            Guard(GuardName.ROWS_WRITTEN_TWICE, _written_twice),
            Guard(GuardName.PEOPLE, _people),
        )
    },
)
"""The guards that ask the log."""

ALWAYS = (GuardName.BREAK_IN_PERIOD, GuardName.SEGREGATION)
"""Guards that every candidate depends on."""


def guarded(finding: Finding, names: Iterable[GuardName], measures: Measures) -> Finding:
    """The finding with what the guards answered.

    Args:
        finding: A candidate.
        names: The guards that its pattern depends on.
        measures: Of the log.
    """
    steps = measures.log.activities  # a finding may name a state that stands beside the steps
    codes = tuple(steps.index(label) for label in finding.activities if label in steps)
    guards, weak = finding.guards, list(finding.weak)
    for guard in (GUARDS[name] for name in sorted({*names}) if name in finding.guards.not_asked):
        answer = guard.ask(measures, finding, codes)
        guards = guards.answered(guard.name, answer)
        if answer is GuardAnswer.WEAK and guard.gives:
            weak.append(guard.gives)
    return replace(finding, guards=guards, weak=tuple(dict.fromkeys(weak)))
