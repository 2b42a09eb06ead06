"""From what the patterns tested to what holds: guards asked, false discoveries held down, the same thing said once."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.findings import Candidates, Finding, Grade
from procmap.judgement.false_discoveries import surviving
from procmap.judgement.guards import ALWAYS, guarded
from procmap.measures import Measures


def holding(measures: Measures, candidates: Sequence[Candidates]) -> tuple[Finding, ...]:
    """What holds and the questions, in the order of the catalogue; gain, law and grade come later.

    Args:
        measures: Of the log.
        candidates: What each pattern tested.
    """
    found: list[Finding] = []
    for one in candidates:
        asked = [f if f.grade == Grade.REFUTED else guarded(f, (*one.guards, *ALWAYS), measures) for f in one.found]
        found += surviving(asked)
    return _without_repeats(candidates, found)


def _without_repeats(candidates: Sequence[Candidates], findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Leave out what another finding says better of the same activities."""
    covers = {one.detector: one.covers for one in candidates}
    firm = [f for f in findings if f.grade != Grade.C]
    return tuple(
        f for f in findings
        if not any(f.detector in covers[other.detector] and set(f.activities) <= set(other.activities) for other in firm)
    )  # fmt: skip
