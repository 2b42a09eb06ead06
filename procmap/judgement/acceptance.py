"""Which findings are accepted unless the analyst says otherwise, and why the others are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from procmap.findings import Apart, Automate, Edit, Finding
from procmap.judgement.alone import refused_alone
from procmap.judgement.deciding import barriers, undecided
from procmap.judgement.joint_gain import breaks_joint_law
from procmap.judgement.one_hand import in_one_hand
from procmap.judgement.paths import Path
from procmap.judgement.plan import Refusal, WhyNot
from procmap.judgement.reach import excludes, gone, touched
from procmap.measures import Measures
from procmap.redesign.gains import Redesign


def refusals(
    measures: Measures, redesign: Redesign, proposed: Sequence[Finding], paths: Sequence[Path]
) -> Mapping[str, Refusal]:
    """Why proposals are not accepted, by key; every other one is.

    They are taken by the lower bound of their gain, the best first, and automation last: what is simplified first need not be
    automated. Each joins those before it if all laws of the plan still hold.

    Args:
        measures: Of the log.
        redesign: What replays the changes together.
        proposed: Findings with a change.
        paths: The ways of the log to its decisions.
    """
    cycle, last = measures.figures.cycle_time, barriers(paths)
    found: dict[str, Refusal] = {}
    chosen: list[Finding] = []
    for finding in sorted(proposed, key=_order):
        refusal = (
            refused_alone(finding, cycle, last)
            or refused_unmatched(measures, finding)
            or refused_beside(finding, chosen, paths)
            or (Refusal(WhyNot.ONE_HAND) if _one_hand(measures, finding, chosen) else None)
        )
        if refusal:
            found[finding.key] = refusal
        else:
            chosen.append(finding)
    while len(chosen) > 1 and _breaks_joint_law(measures, redesign, [f for f in proposed if f in chosen]):
        found[chosen.pop().key] = Refusal(WhyNot.JOINT_GAIN)
    return found


def refused_together(
    measures: Measures, redesign: Redesign, chosen: Sequence[Finding], paths: Sequence[Path]
) -> tuple[Finding, Refusal] | None:
    """The first of some proposals, in the order in which they are taken, that cannot join those before it; None where all may."""
    before: list[Finding] = []
    for finding in sorted(chosen, key=_order):
        refusal = refused_beside(finding, before, paths)
        if refusal or _one_hand(measures, finding, before):
            return finding, refusal or Refusal(WhyNot.ONE_HAND)
        before.append(finding)
    breaks = len(before) > 1 and _breaks_joint_law(measures, redesign, chosen)
    return (before[-1], Refusal(WhyNot.JOINT_GAIN)) if breaks else None


def refused_beside(finding: Finding, chosen: Sequence[Finding], paths: Sequence[Path]) -> Refusal | None:
    """Why a proposal cannot join those chosen: they touch its steps, or nobody would decide any more."""
    rival = next((other for other in chosen if excludes(finding, other)), None)
    if rival:
        shared = [label for label in finding.activities if label in {*rival.activities}]
        return Refusal(WhyNot.EXCLUDED, tuple(shared) or tuple(sorted(touched(rival))))
    taken = gone(finding)
    left = undecided(paths, taken.union(*map(gone, chosen))) if taken else ()
    # what others have taken already is theirs to answer for
    mine = [lost for lost in left if taken & {*lost.steps}]
    return Refusal(WhyNot.UNDECIDED, mine[0].steps, mine[0].cases, mine[0].of) if mine else None


def refused_unmatched(measures: Measures, finding: Finding) -> Refusal | None:
    """With a pack that the analyst names, what it does not know is not let go unless the analyst does."""
    lost = tuple(label for label in finding.activities if label in gone(finding) and measures.procedure.match_of(label) is None)
    return Refusal(WhyNot.UNMATCHED, lost) if lost and measures.procedure.named else None


def _order(finding: Finding) -> tuple[bool, float]:
    return isinstance(finding.prudent, Automate), -(finding.gain.cycle_office_hours.low if finding.gain else 0.0)


def _one_hand(measures: Measures, finding: Finding, chosen: Sequence[Finding]) -> bool:
    return bool(in_one_hand(measures, [finding], gone(finding).union(*map(gone, chosen))))


def _breaks_joint_law(measures: Measures, redesign: Redesign, accepted: Sequence[Finding]) -> bool:
    whole: list[Edit] = [f.whole for f in accepted if f.whole is not None]
    outcome, cycle = redesign.outcome(whole), measures.figures.cycle_time
    joint = redesign.gain(outcome, outcome, Apart.JOINT)
    own = [f.gain for f in accepted if f.gain]
    return breaks_joint_law(joint, own, cycle.mean_office_hours, cycle.mean_days)
