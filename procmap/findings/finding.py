"""What a detector may say: a statement with its evidence, its objection and its remedy."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from procmap.findings.act import Act
from procmap.findings.aspect import Aspect, Common
from procmap.findings.edit import Edit
from procmap.findings.gain_why import GainWhy
from procmap.findings.grade import Grade
from procmap.findings.guard_name import GuardAnswer, GuardName
from procmap.findings.legal import Legal
from procmap.findings.lever import Lever
from procmap.findings.rule import Rule
from procmap.findings.unit import Unit
from procmap.findings.weakness import Lack, Weakness
from procmap.language.words import Bilingual


@dataclass(frozen=True)
class Share:
    """What is counted at one of several places that a finding tells together.

    Attributes:
        activities, roles: Labels of the log: one step, or a few that belong together.
        count, of: What is counted there, of how many opportunities.
    """

    activities: tuple[str, ...]
    roles: tuple[str, ...]
    count: int
    of: int

    @property
    def rate(self) -> float:
        """Of the opportunities, the share that is counted."""
        return self.count / self.of


@dataclass(frozen=True)
class Evidence:
    """What was counted.

    Attributes:
        count: Occurrences of what the detector looks for.
        of: Opportunities.
        unit: What is counted.
        rate: count / of.
        upper: One-sided 95 % bound in the direction that the claim needs (an upper bound for "almost never").
        lower: The same for "often".
        examples: Up to five case ids.
        figures: Further named numbers that the report shows, in the order given.
        each: Where one question is asked of several places, what is counted at each, the largest first.
        people: How many people the count, the bounds or some of the figures describe; None where they describe none.
        of_people: The figures that describe people.
        instead: What is told where there are too few of them; None where only figures give way.
        withheld: Where something was kept back because it describes too few people: fewer than so many.
    """

    count: int
    of: int
    unit: Unit
    rate: float
    upper: float | None = None
    lower: float | None = None
    examples: tuple[str, ...] = ()
    figures: tuple[tuple[str, float], ...] = ()
    each: tuple[Share, ...] = ()
    people: int | None = None
    of_people: frozenset[str] = frozenset()
    instead: Evidence | None = None
    withheld: int | None = None


@dataclass(frozen=True)
class Guards:
    """What the guards against false claims answered; `by_construction` are those that the way of counting fulfils."""

    passed: tuple[GuardName, ...] = ()
    failed: tuple[GuardName, ...] = ()
    weak: tuple[GuardName, ...] = ()
    by_construction: tuple[GuardName, ...] = ()

    @property
    def not_asked(self) -> tuple[GuardName, ...]:
        """Those that nobody asked: they vouch for nothing."""
        known = {*self.passed, *self.failed, *self.weak, *self.by_construction}
        return tuple(name for name in GuardName if name not in known)

    def answered(self, name: GuardName, answer: GuardAnswer) -> Guards:
        """With what one more guard answered."""
        if answer is GuardAnswer.NOT_ASKED:
            return self
        field_name = answer.value
        return replace(self, **{field_name: tuple(dict.fromkeys((*getattr(self, field_name), name)))})


@dataclass(frozen=True)
class Interval:
    """An estimate with what chance and the assumptions allow."""

    estimate: float
    low: float
    high: float


class Method(StrEnum):
    """How a gain was estimated; the names stand in findings.json and in the report's catalogues."""

    REPLAY = "replay"
    SIMULATION = "simulation"


class Indicative(StrEnum):
    """Why a gain is only replayed though a simulation was called for; the names stand in the report's catalogues."""

    MODEL = "model"
    """The simulated present does not reproduce the log well enough."""
    SIZE = "size"
    """The log has more events than are simulated, and no run of its weeks is short and long enough to stand for it."""


@dataclass(frozen=True)
class Gainers:
    """The closed cases that gain: their share of all, and the calendar days that they gain at the median."""

    share: float = 0.0
    median_days: float = 0.0


@dataclass(frozen=True)
class Gain:
    """What a change brings, mean per closed case of the whole log.

    `whole` figures are of the whole cure (said as "at most"), `expected` of the prudent change (the headline).
    `cases` counts the closed cases that gain by the whole cure; `gainers` and `expected_gainers` say what they gain.
    `indicative`: why it is no more than that; None where it is.
    `relieves`: the whole cure brings more than is saved in the steps it touches, since people set free serve others.
    `sampled`: the closed cases that were simulated and stand for all; None where all were, or none.
    """

    cycle_office_hours: Interval
    cycle_days: Interval
    expected_office_hours: Interval
    expected_days: Interval
    why: GainWhy
    method: Method = Method.REPLAY
    cases: int = 0
    gainers: Gainers = Gainers()
    expected_gainers: Gainers = Gainers()
    indicative: Indicative | None = None
    relieves: bool = False
    sampled: int | None = None


@dataclass(frozen=True)
class Finding:
    """One statement about the procedure.

    Attributes:
        detector: The pattern's name, as `contract.md` and the catalogue list it.
        activities: Labels of the log.
        roles: Departments or roles of the log.
        whole: The edit that `gain` measures, or None where no change is proposed.
        prudent: The edit that is proposed.
        p_value: Of the test that was made, for the control of multiple testing; None for questions.
        weak: What the statement rests on and the log tells only in part; each caps the grade at B.
        barrier: Nobody approves or decides after the step: the change is proposed, and not accepted unless the analyst does.
        aspect: Which of the detector's statements this is, where it makes several; MAIN where it makes one.
        words: Values that the words of the pattern name, as its `statement`: labels of the log, and texts of a procedure pack.
        rules: What is decided where, in the order in which it is told.
        act: What the change takes; None for a question.
    """

    detector: str
    activities: tuple[str, ...]
    roles: tuple[str, ...]
    lever: Lever
    evidence: Evidence
    whole: Edit | None = None
    prudent: Edit | None = None
    p_value: float | None = None
    guards: Guards = field(default_factory=Guards)
    weak: tuple[Weakness, ...] = ()
    grade: Grade = Grade.C
    legal: Legal = field(default_factory=Legal)
    threshold: float | None = None
    gain: Gain | None = None
    identity: str = ""
    barrier: bool = False
    aspect: Aspect = Common.MAIN
    words: tuple[tuple[str, str | Bilingual], ...] = ()
    rules: tuple[Rule, ...] = ()
    act: Act | None = None

    @property
    def key(self) -> str:
        """What names the finding from one audit to the next: detector, activities, roles."""
        return "|".join((self.detector, "+".join(self.activities), "+".join(self.roles)))


@dataclass(frozen=True)
class NotEvaluable:
    """A detector that this log cannot feed, and what it lacks."""

    detector: str
    lacks: Lack

    @property
    def reason(self) -> str:
        """A message key of the catalogue `detectors`."""
        return f"no_{self.lacks}"
