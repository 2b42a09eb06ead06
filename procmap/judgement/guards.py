"""The guards against false claims, asked of every candidate before it is flagged.

What a detector fulfils by the way it counts (closed cases only, enough of them, coded missing values left out), it lists itself.
The guards here are measured: each looks for a sign that the figures mean something else, among the activities of the finding. A
guard that fails leaves a question; one that only weakens caps the grade at B. Numbering: G01 protected step (asked where the
law is known, after detection), G02 statutory period, G03 dates without a time of day, G04 times of saving forms, G05 robots,
G06 open cases, G07 a break in the period, G08 coded missing values, G09 support, G10 labels spelt twice, G11 calendar,
G12 segregation of duties, G13 rows written twice, G14 people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from procmap.findings import Finding, Guards
from procmap.measures import Measures
from procmap.measures.time.timers import is_timer

TWICE = 0.1
"""Share of what the finding rests on from which rows written twice may explain it."""

Sign = Callable[[Measures, Finding, tuple[int, ...]], bool]


def _timer(measures: Measures, _: Finding, codes: tuple[int, ...]) -> bool:
    return any(is_timer(measures.log, code) for code in codes)


def _coarse(measures: Measures, _: Finding, codes: tuple[int, ...]) -> bool:
    return any(code in measures.log.profile.coarse for code in codes)


def _saved(measures: Measures, _: Finding, codes: tuple[int, ...]) -> bool:
    return bool(codes) and all(code in measures.doubts.saved for code in codes)


def _automatic(measures: Measures, _: Finding, codes: tuple[int, ...]) -> bool:
    return bool(codes) and all(code in measures.doubts.automatic for code in codes)


def _spelt_twice(measures: Measures, _: Finding, codes: tuple[int, ...]) -> bool:
    return any(code in measures.doubts.spelt_twice for code in codes)


def _written_twice(measures: Measures, finding: Finding, codes: tuple[int, ...]) -> bool:
    evidence = finding.evidence
    # "almost never" rests on all instances: rows written twice could only make the few of them more, or the many seem more
    rests_on = evidence.of if evidence.upper is not None and evidence.lower is None else evidence.count
    return sum(measures.doubts.repeated.get(code, 0) for code in codes) > TWICE * max(rests_on, 1)


SIGNS: Mapping[str, Sign] = MappingProxyType(
    {"G02": _timer, "G03": _coarse, "G04": _saved, "G05": _automatic, "G10": _spelt_twice, "G13": _written_twice},
)
"""The sign that each measured guard looks for: True where it is there."""

WEAKENS: Mapping[str, str] = MappingProxyType({"G03": "fine_timestamps", "G04": "save_times", "G10": "labels"})
"""Guards whose sign weakens a finding, with what the log then gives only in part; any other makes a question of it."""


def guarded(finding: Finding, guards: tuple[str, ...], measures: Measures) -> Finding:
    """The finding with the guards that were asked, and what follows from those that failed.

    Args:
        finding: A candidate.
        guards: The measured guards that its pattern depends on.
        measures: Of the log.
    """
    codes = tuple(measures.log.activities.index(label) for label in finding.activities)
    known = {*finding.guards.passed, *finding.guards.failed}
    asked = [guard for guard in guards if guard not in known]
    signs = {guard for guard in asked if SIGNS[guard](measures, finding, codes)}
    weak = tuple(WEAKENS[guard] for guard in asked if guard in signs and guard in WEAKENS)
    return replace(
        finding,
        guards=Guards(
            passed=tuple(sorted({*finding.guards.passed, *asked} - signs)),
            failed=tuple(sorted({*finding.guards.failed, *(signs - set(WEAKENS))})),
        ),
        weak=tuple(dict.fromkeys((*finding.weak, *weak))),
    )
