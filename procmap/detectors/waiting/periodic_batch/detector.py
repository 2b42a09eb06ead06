"""An activity that is done on few days, so that cases wait for the day."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from procmap.detectors.base import Detector
from procmap.detectors.evidence import supported
from procmap.findings import Aspect, Common, Evidence, Finding, Grade, GuardName, Guards, Lever, SetPeriod, Unit
from procmap.measures import Measures
from procmap.measures.time.campaigns import one_day_a_campaign
from procmap.measures.time.effect_dates import opens_the_month
from procmap.measures.time.held import Held, find_held
from procmap.measures.time.sessions import Rhythm
from procmap.measures.time.timers import is_timer
from procmap.procedures import Group, StepClass

FEWEST, ENOUGH = 6, 12
"""Sessions from which a rhythm of days, and one of days of the week, can be told."""

BROUGHT = 0.25
"""Share of the wait that cases ready on any day would have, below which they become ready for the session."""


WEEK = 5
"""Working days from one session to the next, up to which a step may be done every day instead."""


class Told(Aspect):
    """What else this pattern states."""

    DUE_DATE = "due_date"
    EFFECT_DATE = "effect_date"


@dataclass(frozen=True)
class PeriodicBatch(Detector):
    """A step that is done on few days only."""

    name: ClassVar[str] = "periodic_batch"
    lever: ClassVar[Lever] = Lever.FLOW
    guards: ClassVar[tuple[GuardName, ...]] = (GuardName.STATUTORY_TIMER, GuardName.LABELS_SPELT_TWICE)
    source: ClassVar[str] = "Martin et al. 2021 (10.1016/j.is.2020.101642); Lashkevich et al. 2023 (arXiv 2212.01392)"

    ratio: float = 0.5
    instances: int = 100
    per_day: float = 0.5
    inherited: float = 0.75
    spread: float = 0.5
    week_days: float = 0.8
    taken: float = 0.8
    term: float = 2.0

    def find(self, measures: Measures) -> Iterator[Finding]:
        """Test the rhythm of every activity with enough volume."""
        for rhythm in measures.rhythms:
            counts = measures.activities[rhythm.activity]
            # a reminder waits for an answer that does not come, not for a day
            chases = bool(measures.classes[rhythm.activity] & measures.vocabulary.group(Group.CHASING))
            chases |= measures.only_dated(rhythm.activity)
            chases |= measures.kinds.unwilled(rhythm.activity) or measures.sessions_said(rhythm.activity) is False
            enough = rhythm.instances >= self.instances and rhythm.per_day >= self.per_day and not chases
            if enough and supported(counts.closed_cases, measures.log.profile):
                yield self._finding(measures, rhythm)

    def _finding(self, measures: Measures, rhythm: Rhythm) -> Finding:
        label = measures.labels((rhythm.activity,))[0]
        few = rhythm.ratio <= self.ratio and rhythm.ratio <= self.inherited * rhythm.ready_ratio
        held = find_held(measures.log, rhythm.activity) if few else None
        # cases that wait much less than chance would have them become ready for the day: a campaign brings both about
        few &= held is not None and held.waited >= BROUGHT * held.by_chance
        few = few and held is not None and (bool(measures.sessions_said(rhythm.activity)) or self._are_sessions(held))
        few = few and not one_day_a_campaign(measures.log, rhythm.activity)
        effect = few and opens_the_month(measures.log, rhythm.activity)
        due = effect or (held is not None and held.floor >= self.term * held.gap)
        timer = few and is_timer(measures.log, rhythm.activity)
        first = measures.activities[rhythm.activity].opens > measures.activities[rhythm.activity].instances / 2
        return Finding(
            detector=self.name,
            activities=(label,),
            roles=measures.roles((rhythm.activity,)),
            lever=self.lever,
            evidence=Evidence(
                count=rhythm.days,
                of=round(rhythm.expected),
                unit=Unit.DAYS,
                rate=rhythm.days / rhythm.expected if rhythm.expected else 1.0,
                upper=self.ratio,
                figures=(
                    ("instances", rhythm.instances), ("weekdays", rhythm.weekdays), ("gap", rhythm.gap),
                    ("ratio", rhythm.ratio), *((f"weekday_{i}", share) for i, share in enumerate(rhythm.weekday_shares)),
                    *((("floor", held.floor),) if held else ()),
                ),
            ),
            whole=None if due else SetPeriod(label),
            prudent=None if due else SetPeriod(label, days=self._twice_as_often(measures, rhythm)),
            p_value=None if due else rhythm.p_value,
            guards=Guards(by_construction=(GuardName.SUPPORT, GuardName.CALENDAR)),
            grade=Grade.REFUTED if not few or timer or first else Grade.C if due else Grade.A,
            aspect=Told.EFFECT_DATE if effect else Told.DUE_DATE if due else Common.MAIN,
        )

    def _twice_as_often(self, measures: Measures, rhythm: Rhythm) -> int:
        """Working days between sessions that are prudent: neither a body nor what comes once a month meets daily."""
        meets = StepClass.BATCH_SESSION in measures.classes[rhythm.activity]
        return max(1, math.ceil(rhythm.gap / 2)) if meets or rhythm.gap > WEEK else 1

    def _are_sessions(self, held: Held) -> bool:
        """Whether the days follow a rhythm, or the cases prove that they wait for them: few days alone are none."""
        rhythm = held.days >= FEWEST and held.spread <= self.spread
        rhythm |= held.days >= ENOUGH and held.on_two_week_days >= self.week_days
        waits = held.taken >= self.taken and held.waited >= self.taken * held.by_chance
        return rhythm or waits
