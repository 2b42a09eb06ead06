"""Most cases take a way through the steps that hardly any other case takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import at_least, supported
from procmap.detectors.standard.variant_sprawl.ways import Way, Ways, effective_ways, find_ways, scattering
from procmap.findings import Evidence, Finding, Grade, GuardName, Guards, Lever, Unit
from procmap.log import ByPart
from procmap.measures import Measures
from procmap.statistics import clopper_pearson_lower

NAMED = 3
"""Steps after which cases part that are named."""

EXAMPLES = 5


@dataclass(frozen=True)
class VariantSprawl(Detector):
    """Cases that each run their own way.

    Always a question: what differs between cases may be what the cases need, and no log says what they need.
    """

    name: ClassVar[str] = "variant_sprawl"
    lever: ClassVar[Lever] = Lever.ORGANISATION
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, order types, triage; Cartier and Foata 1969 (traces)"

    rate: float = 0.5
    rare: float = 0.01
    cases: float = 300.0

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test the ways of all closed cases as one candidate."""
        profile = measures.log.profile
        if profile.closed_cases < self.cases or not supported(profile.closed_cases, profile):
            return
        ways = find_ways(measures)
        parting = scattering(ways, NAMED)
        if parting:
            yield self._finding(measures, ways, parting)

    def _finding(self, measures: Measures, ways: Ways, parting: tuple[int, ...]) -> Finding:
        of = sum(ways.cases.values())
        alone = [way for way, cases in ways.cases.items() if cases < self.rare * of]
        count = sum(ways.cases[way] for way in alone)
        of_by_part, by_part = _summed(ways, list(ways.cases)), _summed(ways, alone)
        holds = at_least(count, of, by_part, of_by_part, self.rate, measures.log.profile)
        first = max(ways.cases.items(), key=lambda found: (found[1], [-code for code in found[0]]))
        return Finding(
            detector=self.name,
            activities=measures.labels(parting),
            roles=(),
            lever=self.lever,
            evidence=Evidence(
                count=count,
                of=of,
                unit=Unit.CASES,
                rate=count / of,
                lower=clopper_pearson_lower(count, of),
                examples=_examples(measures, ways, alone),
                figures=(
                    ("ways", len(ways.cases)), ("effective_ways", round(effective_ways(ways), 1)),
                    ("usual", round(100 * first[1] / of)), ("rare", 100 * self.rare),
                ),
            ),
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            grade=Grade.C if holds else Grade.REFUTED,
        )  # fmt: skip


def _summed(ways: Ways, chosen: list[Way]) -> ByPart:
    return ByPart(*(sum(part) for part in zip(*(ways.by_part[way] for way in chosen), strict=True))) if chosen else ByPart(0, 0)


def _examples(measures: Measures, ways: Ways, alone: list[Way]) -> tuple[str, ...]:
    """Cases that run their own way, the first of the log."""
    rare = set(alone)
    variants = ", ".join(str(variant) for variant, way in enumerate(ways.of_variant) if way in rare) or "-1"
    rows = measures.log.engine.rows(
        f"select case_id from case_ where closed and variant in ({variants}) order by case_id limit {EXAMPLES}",
    )
    return measures.log.case_names([case for (case,) in rows])
