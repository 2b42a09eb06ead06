"""What the accepted findings bring together, on one combined run."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from procmap.findings import Apart, Edit, Finding, Grade
from procmap.judgement.acceptance import refusals
from procmap.judgement.deciding import kept
from procmap.judgement.paths import Path
from procmap.judgement.plan import Plan, PlanLine, Refusal
from procmap.judgement.reach import gone
from procmap.measures import Measures
from procmap.redesign.gains import Redesign, Run


def make_plan(
    measures: Measures, redesign: Redesign, findings: Sequence[Finding], lines: Mapping[str, PlanLine], paths: tuple[Path, ...]
) -> tuple[Plan, Run]:
    """The plan of the accepted findings, and the replay of its prudent changes.

    Args:
        measures: Of the log.
        redesign: The cases to replay.
        findings: All findings, in their rank.
        lines: What the analyst decided, by key; findings without a line follow the default.
        paths: Of the log, see `paths_of`.
    """
    proposed = proposals(findings)
    refused = refusals(measures, redesign, proposed, paths)
    accepted = [f for f in proposed if (lines[f.key].accept if f.key in lines else f.key not in refused)]
    taken = frozenset[str]().union(*map(gone, accepted))
    told = tuple(_line(f, lines.get(f.key), refused.get(f.key), paths, taken) for f in proposed)
    run = prudent_run(redesign, accepted)
    return joint_plan(redesign, accepted, told), run


def joint_plan(redesign: Redesign, accepted: Sequence[Finding], lines: tuple[PlanLine, ...] = ()) -> Plan:
    """The plan of some findings, whoever chose them: their joint gain and its parts."""
    if not accepted:
        return Plan(lines)
    most, likely = (redesign.outcome(_in_order(accepted, whole=whole)) for whole in (True, False))
    return Plan(lines, tuple(f.identity for f in accepted), redesign.gain(most, likely, Apart.JOINT), _shares(redesign, accepted))


def prudent_run(redesign: Redesign, accepted: Sequence[Finding]) -> Run:
    """The replay of the prudent changes of some findings together."""
    return redesign.run(_in_order(accepted, whole=False))


def proposals(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that a plan may accept."""
    return [f for f in findings if f.prudent is not None and f.grade in {Grade.A, Grade.B}]


def _line(
    finding: Finding, decided: PlanLine | None, refusal: Refusal | None, paths: Sequence[Path], taken: Collection[str]
) -> PlanLine:
    line = decided or PlanLine(finding.key, accept=refusal is None, refusal=refusal)
    return replace(line, kept=kept(paths, gone(finding), taken)) if line.accept else line


def _shares(redesign: Redesign, accepted: Sequence[Finding]) -> tuple[tuple[str, float, float], ...]:
    """What each accepted change adds to those before it; the parts sum to the joint expected gain.

    Days are shared out as the office hours are: in which change a night or a weekend falls hangs on the order only.
    """
    most = redesign.outcome(_in_order(accepted, whole=True))
    edits: list[Edit] = []
    hours, days = [0.0], 0.0
    for finding in accepted:
        assert finding.prudent is not None
        edits.append(finding.prudent)
        outcome = most.least(redesign.outcome(edits))
        hours.append(redesign.interval(outcome.hours).estimate)
        days = redesign.interval(outcome.days).estimate
    a_day = days / hours[-1] if hours[-1] > 0 else 0.0
    added = [after - before for before, after in pairwise(hours)]
    return tuple((finding.identity, more, more * a_day) for finding, more in zip(accepted, added, strict=True))


def _in_order(accepted: Sequence[Finding], *, whole: bool) -> tuple[Edit, ...]:
    edits = [f.whole if whole else f.prudent for f in accepted]
    return tuple(edit for edit in edits if edit is not None)
