"""A check that refuses almost nothing below an amount."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import LEAST_FOR_PARTS, supported
from procmap.findings import Condition, Evidence, Finding, Grade, GuardName, Guards, Lever, Unit, Unseen
from procmap.log import Capability
from procmap.measures import Measures
from procmap.measures.control.amounts import AmountVerdicts, Judging, amount_verdicts, judging_steps
from procmap.statistics import clopper_pearson_lower, clopper_pearson_upper
from procmap.statistics.change_point import change_point

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

CUTS = 10
"""Amounts that are tried, at most."""

HIGHEST = 0.9
"""Share of the instances of the first part below the highest amount that is tried."""

ALPHA = 0.05
UNIT = 100
"""Smallest units in one unit of money."""

ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 9)


@dataclass(frozen=True)
class AmountThreshold(Detector):
    """A check that refuses almost nothing below an amount."""

    name: ClassVar[str] = "amount_threshold"
    lever: ClassVar[Lever] = Lever.DELEGATION
    source: ClassVar[str] = "Reijers and Liman Mansar 2005, empower and triage; Hinkley and Hinkley 1970"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.AMOUNT,)
    covers: ClassVar[tuple[str, ...]] = ("low_yield_check",)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.LABELS_SPELT_TWICE)

    rate: float = 0.02
    estimate: float = 0.01
    above: float = 0.03
    change: float = 0.01
    share: float = 0.2
    known: float = 0.9
    instances: int = 300

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test every check whose cases have amounts, and every step of unknown word at which cases are stopped."""
        for check in judging_steps(measures):
            if check.of < self.instances or not supported(check.cases, measures.log.profile):
                continue
            verdicts = amount_verdicts(measures, check)
            if len(verdicts.amount) >= max(self.instances, self.known * verdicts.all_instances):
                finding = self._finding(measures, check, verdicts)
                if finding:
                    yield finding

    def _finding(self, measures: Measures, check: Judging, verdicts: AmountVerdicts) -> Finding | None:
        import numpy as np

        first = verdicts.amount[verdicts.part == 1]
        if not len(first):
            return None
        low, high = np.quantile(first, (self.share, HIGHEST), method="higher").tolist()
        limits = {int(np.searchsorted(verdicts.amount, limit)): limit for limit in round_amounts(low, high)[-CUTS:]}
        found = change_point(verdicts.refused, list(limits))
        if found is None:
            return None
        limit = limits[found.position]
        below = verdicts.amount < limit
        count, of = int(verdicts.refused[below].sum()), int(below.sum())
        refused_above, of_above = int(verdicts.refused[~below].sum()), int((~below).sum())
        holds = (
            of >= self.share * len(below)
            and found.p_value <= self.change
            and self._low(verdicts, below, measures.log.profile.closed_cases)
            and clopper_pearson_lower(refused_above, of_above) >= self.above
        )
        labels = measures.labels(check.activities)
        money = limit // UNIT if limit % UNIT == 0 else limit / UNIT
        edit = Condition(labels, f"amount > {money}", minimum=limit)
        return Finding(
            detector=self.name,
            activities=labels,
            roles=measures.roles(check.activities[: check.passing]),
            lever=self.lever,
            evidence=Evidence(
                count=count,
                of=of,
                unit=Unit.INSTANCES,
                rate=count / of if of else 0.0,
                upper=clopper_pearson_upper(count, of, 1 - ALPHA / CUTS),
                examples=measures.log.case_names(_examples(verdicts, below)),
                figures=(
                    ("refused_above", refused_above), ("of_above", of_above),
                    ("amount_share", int(verdicts.amount[below].sum()) / int(verdicts.amount.sum())),
                ),
            ),
            whole=edit,
            prudent=edit,
            p_value=found.p_value,
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.CODED_MISSING, GuardName.SUPPORT)),
            weak=() if check.named else (Unseen.LABEL,),  # that it is a check, only the way of the cases tells
            grade=Grade.A if holds else Grade.REFUTED,
            threshold=limit / UNIT,
            words=(("limit", str(money)), ("above", str(refused_above)), ("of_above", str(of_above))),
        )

    def _low(self, verdicts: AmountVerdicts, below: Array, closed_cases: int) -> bool:
        count, of = int(verdicts.refused[below].sum()), int(below.sum())
        parts = [below & (verdicts.part == part) for part in (1, 2)] if closed_cases >= LEAST_FOR_PARTS else [below]
        return clopper_pearson_upper(count, of, 1 - ALPHA / CUTS) <= self.rate and all(
            int(verdicts.refused[part].sum()) <= self.estimate * int(part.sum()) for part in parts
        )


def round_amounts(low: int, high: int) -> list[int]:
    """The round amounts between two others, in smallest units, rising; none below one unit of money."""
    found = []
    scale = UNIT
    while scale <= high:
        found += [int(step * scale) for step in ROUND if low <= step * scale <= high]
        scale *= 10
    return found


def _examples(verdicts: AmountVerdicts, below: Array) -> list[int]:
    refused = sorted({int(case) for case in verdicts.case[below & verdicts.refused]})
    return (refused or sorted({int(case) for case in verdicts.case[below]}))[:5]
