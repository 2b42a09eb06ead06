"""What a reader may tick instead of the plan: sets of proposals with the gain that they bring together, computed beforehand.

No gain of a set follows from those of its parts, so each set is replayed as the plan is. How many are is decided by the size of the
log and never by a clock: the same log gives the same sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from procmap.findings import Finding
from procmap.judgement.acceptance import refused_together, refused_unmatched
from procmap.judgement.alone import refused_alone
from procmap.judgement.deciding import barriers
from procmap.judgement.paths import Path
from procmap.judgement.plan import Plan, Refusal, WhyNot
from procmap.judgement.planning import joint_plan, proposals, prudent_run
from procmap.measures import Measures
from procmap.measures.figures import Counts, CycleTime
from procmap.redesign.after import counts_after, cycle_time_after, gained_by
from procmap.redesign.gains import Redesign
from procmap.redesign.steps import touched_by
from procmap.redesign.time_after import TimeRow, find_time

ALL = 8
"""Proposals up to which all their sets may be computed; of more, each alone and each two."""

EVENTS, BESIDE = 8_000_000, 20_000
"""Events replayed for sets of proposals, at most: some seconds. Each set takes the time of so many more, however small the log."""

LARGEST = 500_000
"""Events from which on nothing is replayed that the audit has not replayed already."""

SIMULATED = 4
"""How many times longer an event takes where people's queues are simulated."""

DOUBTS = frozenset({WhyNot.NO_SURE_GAIN, WhyNot.TOO_LITTLE, WhyNot.MOST_OF_TIME, WhyNot.DEPENDENCY})
"""Reasons that doubt what a change brings, and do not forbid to see it."""


@dataclass(frozen=True)
class Choice:
    """A set of proposals and what it brings. A log that is too large for more tells the gain and the cycle times alone.

    Attributes:
        plan: The plan that accepts it and nothing else: identities in the order of the findings, joint gain, shares; no lines.
        cycle_time, counts: After it.
        time: Where the time goes, and what the set leaves of it.
    """

    plan: Plan
    cycle_time: CycleTime
    counts: Counts | None = None
    time: tuple[TimeRow, ...] = ()


@dataclass(frozen=True)
class Barred:
    """A set that breaks a law of the plan: no figure is told of it.

    Attributes:
        chosen: Identities.
        finding: That of the proposal that cannot be made, or not beside the others.
        refusal: The law.
    """

    chosen: tuple[str, ...]
    finding: str
    refusal: Refusal

    @property
    def whatever_joins(self) -> bool:
        """Whether every larger set breaks the law too; the others are asked set by set."""
        return self.refusal.why not in {WhyNot.ONE_HAND, WhyNot.JOINT_GAIN}


@dataclass(frozen=True)
class Choices:
    """All sets that were looked at; of any other nothing is known.

    Attributes:
        proposals: Identities of the proposals that may be ticked, in the order of the findings.
        known: Sets with their figures, the plan's among them.
        barred: Sets without.
    """

    proposals: tuple[str, ...] = ()
    known: tuple[Choice, ...] = ()
    barred: tuple[Barred, ...] = ()


def find_choices(
    measures: Measures, redesign: Redesign, findings: Sequence[Finding], ours: Choice, paths: tuple[Path, ...]
) -> Choices:
    """The sets of proposals of an audit and what they bring.

    Args:
        measures: Of the log.
        redesign: The cases to replay.
        findings: All findings, in their rank.
        ours: The plan of the audit: what it accepts is the analyst's to answer for.
        paths: Of the log, see `paths_of`.
    """
    proposed = proposals(findings)
    if not proposed:
        return Choices()
    cycle = measures.figures.cycle_time
    last, free, barred, known = barriers(paths), [], [], [ours]
    for finding in proposed:
        refusal = refused_alone(finding, cycle, last) or refused_unmatched(measures, finding)
        if refusal is None or refusal.why in DOUBTS or finding.identity in ours.plan.accepted:
            free.append(finding)
        else:
            barred.append(Barred((finding.identity,), finding.identity, refusal))
    sets, whole = _sets(free, redesign, ours.plan.accepted)
    for chosen in sets:
        if _identities(chosen) == ours.plan.accepted or _inside(barred, chosen):
            continue
        refused = refused_together(measures, redesign, chosen, paths)
        if refused is None:
            known.append(choice_of(measures, redesign, chosen, whole=whole))
        else:
            barred.append(Barred(_identities(chosen), refused[0].identity, refused[1]))
    return Choices(_identities(proposed), tuple(known), tuple(barred))


def choice_of(measures: Measures, redesign: Redesign, chosen: Sequence[Finding], *, whole: bool = True) -> Choice:
    """What a set brings, replayed as the plan is; without the counts and the time where not the whole of it is asked for."""
    plan, figures = joint_plan(redesign, chosen), measures.figures
    if not chosen:
        counts = Counts(figures.steps, figures.handovers, figures.approvals)
        run = prudent_run(redesign, chosen)
        return Choice(plan, figures.cycle_time, counts, find_time(measures, redesign, run, (), figures.cycle_time.mean_days))
    likely = redesign.outcome([finding.prudent for finding in chosen if finding.prudent is not None])
    cycle = cycle_time_after(redesign, gained_by(redesign, likely, chosen))
    if not whole:
        return Choice(plan, cycle)
    run = prudent_run(redesign, chosen)
    time = find_time(measures, redesign, run, touched_by(redesign, run, chosen), cycle.mean_days)
    return Choice(plan, cycle, counts_after(measures, redesign, run), time)


def _sets(free: Sequence[Finding], redesign: Redesign, ours: tuple[str, ...]) -> tuple[list[tuple[Finding, ...]], bool]:
    """The sets to look at, the smallest first, as many as the size of the log allows; and whether all of each may be computed.

    What a proposal gains alone is known already: it costs nothing to tell.
    """
    simulated = redesign.need_queue is not None or (redesign.simulation is not None and redesign.simulation.fit.passes)
    events = len(redesign.traces.case)
    room = 0 if events > LARGEST else EVENTS // (events * (SIMULATED if simulated else 1) + BESIDE)
    for sizes in (*([range(len(free) + 1)] if len(free) <= ALL else []), range(3), range(2)):
        found = [chosen for size in sizes for chosen in combinations(free, size)]
        if sum(_identities(chosen) not in {(), ours} for chosen in found) <= room:
            return found, True
    return [(), *((finding,) for finding in free)], False


def _inside(barred: Iterable[Barred], chosen: Sequence[Finding]) -> bool:
    """Whether a set holds one that is barred whatever joins it."""
    mine = {*_identities(chosen)}
    return any(one.whatever_joins and mine.issuperset(one.chosen) for one in barred)


def _identities(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(finding.identity for finding in findings)
