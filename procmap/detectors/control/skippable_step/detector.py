"""A step that some cases go through and others do not, without a difference in what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any, ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.control.skippable_step.comparison import Comparison, comparison
from procmap.detectors.pass_through import enough, inside, refuses_nothing
from procmap.findings import Condition, Evidence, Finding, Grade, GuardName, Guards, Lever, Remove, Unit, Unseen
from procmap.log import Capability
from procmap.measures import Measures
from procmap.measures.passage.passages import Passage, onward
from procmap.procedures import Group, StepClass
from procmap.statistics import clopper_pearson_lower, tost_proportions
from procmap.statistics.balance import unbalanced
from procmap.statistics.risk_difference import smallest_margin, stratified_difference

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

SAMPLE = 0.10

ONE_WAY = 0.9
"""Cases that came in one way and have the step, of those of which either holds, from which the step belongs to that way."""


INSTEAD, BESIDE = 0.9, 0.1
"""Share of the cases without the step that have another one, at least, and of those with it, at most, from which that one is done
in its stead."""


@dataclass(frozen=True)
class SkippableStep(Detector):
    """An optional step without an effect that the log shows."""

    name: ClassVar[str] = "skippable_step"
    lever: ClassVar[Lever] = Lever.SUPPRESSION
    source: ClassVar[str] = "Schuirmann 1987 and Farrington and Manning 1990, equivalence; Bozorgi et al. 2020 (arXiv 2009.01561)"
    covers: ClassVar[tuple[str, ...]] = ("low_yield_check",)
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.LABELS_SPELT_TWICE)

    least: float = 0.05
    cases: int = 200
    margin: float = 0.06
    case_margin: float = 0.1
    fine_margin: float = 0.02
    outcomes: int = 10
    rate: float = 0.01
    undecided: float = 0.05
    same_way: float = 0.9

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Compare the cases with and without every optional step that informs a later decision."""
        informing, other = measures.vocabulary.group(Group.INFORMING), measures.vocabulary.group(Group.NO_INFORMING)
        for passage in measures.passages:
            words = measures.classes[passage.activity]
            if words & other or (words and not words & informing) or not inside(measures, passage.activity):
                continue
            if min(passage.cases, measures.log.profile.closed_cases - passage.cases) < self.cases:
                continue
            if not enough(measures, passage) or not refuses_nothing(measures, passage, self.rate):
                continue
            way = onward(measures, passage.activity)
            if way is None or way.reached < self.same_way * way.of:
                continue
            found = comparison(measures, passage.activity, way.successor)
            having = int(found.treated.sum())
            fewest = max(self.cases, self.least * len(found.treated))
            if min(having, len(found.treated) - having) >= fewest:
                yield self._finding(measures, passage, found)

    def _undecided(self, found: Comparison) -> bool:
        """Whether what the procedure grants is still open after the step.

        Where a good share of the cases is refused or sent back afterwards, nothing final can have been done for them: a step of
        unknown word then most likely serves what is decided later.
        """
        return clopper_pearson_lower(int(found.refused.sum()), len(found.refused)) >= self.undecided

    def _finding(self, measures: Measures, passage: Passage, found: Comparison) -> Finding:
        with_step, without = _counts(found.refused, found.treated)
        margin, per_case = _margin(found), smallest_margin(*with_step, *without)
        labels = measures.labels((passage.activity,))
        # unlike cases with and without the step, or a step whose purpose is not known: then it is a question
        asked = (_follows_from_the_way_in, _belongs_to_another, _has_its_alternative)
        ways = any(of_two_kinds(measures, passage.activity) for of_two_kinds in asked)
        comparable = measures.log.profile.can(Capability.AMOUNT) and not _unlike(found) and not ways
        worded = bool(measures.classes[passage.activity] & measures.vocabulary.group(Group.INFORMING))
        firm = comparable and margin <= self.margin and (worded or self._undecided(found))
        holds = per_case <= self.case_margin and with_step[0] + without[0] >= self.outcomes
        return Finding(
            detector=self.name,
            activities=labels,
            roles=measures.roles((passage.activity,)),
            lever=self.lever,
            evidence=Evidence(
                count=with_step[0],
                of=with_step[1],
                unit=Unit.CASES,
                rate=with_step[0] / with_step[1],
                examples=measures.log.case_names(list(passage.examples)),
                figures=(
                    ("refused_without", without[0]), ("of_without", without[1]),
                    ("margin", margin), ("margin_per_case", per_case),
                ),
            ),
            whole=Remove(labels) if firm else None,
            prudent=Condition(labels, f"sample {SAMPLE:.0%}".replace("%", " %"), share=1 - SAMPLE) if firm else None,
            p_value=_p_value(found, self.margin) if firm or not holds else None,
            guards=Guards(by_construction=(GuardName.OPEN_CASES, GuardName.SUPPORT)),
            weak=(() if per_case <= self.fine_margin else (Unseen.MARGIN,)) + (() if worded else (Unseen.LABEL,)),
            grade=(Grade.A if firm else Grade.C) if holds else Grade.REFUTED,
            words=(
                ("refused_without", str(without[0])), ("of_without", str(without[1])),
                ("margin", str(ceil(100 * margin))), ("margin_per_case", str(ceil(100 * per_case))),
            ),
        )


def _counts(refused: Array, treated: Array) -> tuple[tuple[int, int], tuple[int, int]]:
    """(refused, all) with the step, then without it."""
    return (
        (int(refused[treated].sum()), int(treated.sum())),
        (int(refused[~treated].sum()), int((~treated).sum())),
    )


def _p_value(found: Comparison, margin: float) -> float:
    one, other = _counts(found.check_refused, found.check_treated)
    return tost_proportions(*one, *other, margin)


def _margin(found: Comparison) -> float:
    """The smallest margin of equivalence at each later check: as counted, and with like compared with like; the larger one."""
    import numpy as np

    if not len(found.check_stratum):
        return 1.0  # nothing is refused or sent back later: nothing is known
    one, other = _counts(found.check_refused, found.check_treated)
    tables = np.zeros((int(found.check_stratum.max()) + 1, 2, 2))
    place = found.check_stratum, np.where(found.check_treated, 0, 1), np.where(found.check_refused, 0, 1)
    np.add.at(tables, place, 1)
    within = stratified_difference(tables)
    far = max(abs(within.low), abs(within.high)) if within else 1.0
    return max(smallest_margin(*one, *other), far)


def _follows_from_the_way_in(measures: Measures, activity: int) -> bool:
    """Whether the cases with the step are those that came in one way: two kinds of cases, and nobody's choice to do without.

    The way in may be a record of the software, which stands beside the steps.
    """
    submitted = [code for code, found in enumerate(measures.classes) if StepClass.SUBMISSION in found and code != activity]
    rows = measures.log.engine.rows(
        f"""with pair as (select distinct case_id, activity from recorded join case_ using (case_id) where closed),
            step as (select case_id from pair where activity = {int(activity)})
            select count(*), count(s.case_id), (select count(*) from step) from pair h left join step s using (case_id)
            where h.activity in ({", ".join(map(str, submitted)) or "-1"}) group by h.activity""",
    )
    return any(both >= ONE_WAY * (came + with_step - both) for came, both, with_step in rows)


def _belongs_to_another(measures: Measures, activity: int) -> bool:
    """Whether the cases with the step are those that another one comes before it in: "Block" decides on "Remove block"."""
    rows = measures.log.engine.rows(
        f"""with first_ as (
              select case_id, activity, min(k) as k from recorded join case_ using (case_id) where closed group by all),
            step as (select case_id, k from first_ where activity = {int(activity)})
            select count(*), count(*) filter (where h.k < s.k), (select count(*) from step)
            from first_ h left join step s using (case_id) where h.activity <> {int(activity)} group by h.activity""",
    )
    return any(before >= ONE_WAY * (came + with_step - before) for came, before, with_step in rows)


def _has_its_alternative(measures: Measures, activity: int) -> bool:
    """Whether the cases without the step have another one in its stead: who does without "Matched by hand" has "Matched"."""
    rows = measures.log.engine.rows(
        f"""with pair as (select distinct case_id, activity from recorded join case_ using (case_id) where closed),
            step as (select case_id from pair where activity = {int(activity)})
            select count(*) - count(s.case_id), count(s.case_id), (select count(*) from step)
            from pair h left join step s using (case_id) where h.activity <> {int(activity)} group by h.activity""",
    )
    closed = measures.log.profile.closed_cases
    return any(alone >= INSTEAD * (closed - having) and both <= BESIDE * having for alone, both, having in rows)


def _unlike(found: Comparison) -> bool:
    """Whether the cases with the step differ from the others in amount, in channel or in when they came."""
    channels = [(found.channel == one).astype(float) for one in sorted(set(found.channel.tolist()))]
    values = [found.amount, found.block.astype(float), *channels]
    return any(unbalanced(value[found.treated], value[~found.treated]) for value in values)
