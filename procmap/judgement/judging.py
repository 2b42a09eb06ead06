"""Findings with what their change brings, what the law says of it, and whether it matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from procmap.findings import RULE, Apart, Candidates, Condition, Edit, Finding, GainWhy, GuardName
from procmap.judgement.acts import with_act
from procmap.judgement.again import done_again
from procmap.judgement.grade import graded, matters
from procmap.judgement.guards import guarded
from procmap.judgement.holding import holding
from procmap.judgement.law import with_law
from procmap.judgement.rank import ranked
from procmap.judgement.unnamed import may_be_required
from procmap.judgement.withholding import without_few
from procmap.log import EventLog
from procmap.measures import Measures
from procmap.redesign.gains import Redesign


def judged(
    measures: Measures, redesign: Redesign, candidates: Sequence[Candidates], language: str, workers: Executor
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings with their legal status, gain, grade and rank; apart, those that hold and do not matter.

    Args:
        measures: Of the log.
        redesign: What replays the cures.
        candidates: What the patterns tested.
        language: Of the legal reasons.
        workers: Replay several cures at a time.
    """
    profile, cycle = measures.log.profile, measures.figures.cycle_time
    hours_a_day = _hours_a_day(measures.log)
    told = [guarded(without_few(f, measures.procedure), (GuardName.PEOPLE,), measures) for f in holding(measures, candidates)]
    again = done_again(measures.log, measures.procedure)
    maybe = may_be_required(measures)
    checked = [with_law(finding, measures.log.activities, language, measures.procedure, again, maybe) for finding in told]
    sure = [graded(finding, closed_cases=profile.closed_cases, weeks=profile.weeks) for finding in checked]
    held = [with_act(finding, measures, language) for finding in sure]
    _replay(redesign, (edit for finding in held for edit in _edits(finding)), workers)
    firm: list[Finding] = []
    minor: list[Finding] = []
    for finding in held:
        if finding.whole is None or finding.prudent is None:
            firm.append(finding)
            continue
        most, likely = redesign.outcome([finding.whole]), redesign.outcome([finding.prudent])
        gain = redesign.gain(most, likely, _why(finding.prudent))
        counts = matters(
            gain, closed_cases=profile.closed_cases, mean_cycle_hours=cycle.mean_office_hours, hours_a_day=hours_a_day,
        )  # fmt: skip
        (firm if counts else minor).append(replace(finding, gain=gain))
    return ranked(firm), tuple(replace(f, identity=f"M{i:02d}") for i, f in enumerate(ranked(minor), start=1))


def _why(edit: Edit) -> GainWhy:
    """Which reason is told for what the prudent change brings: that of its operation; a rule of decision has its own."""
    return Apart.RULE if isinstance(edit, Condition) and edit.when.startswith(RULE) else edit.op


def _edits(finding: Finding) -> tuple[Edit, ...]:
    return (finding.whole, finding.prudent) if finding.whole is not None and finding.prudent is not None else ()


def _replay(redesign: Redesign, edits: Iterable[Edit], workers: Executor) -> None:
    """Replay each edit once; the outcomes stay in the redesign."""
    for done in [workers.submit(redesign.outcome, [edit]) for edit in dict.fromkeys(edits)]:
        done.result()


def _hours_a_day(log: EventLog) -> float:
    """Mean opening hours of the days that are open."""
    return log.calendar.day / 3_600_000_000
