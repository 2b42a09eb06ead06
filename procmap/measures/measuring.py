"""All measures of a log, taken once: what detectors, models and pictures share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

from procmap.engine.duckdb_engine import sql_of
from procmap.log import EventLog
from procmap.log.kind import UNWILLED
from procmap.log.people import is_outsider
from procmap.measures.control.checks import Check, find_checks
from procmap.measures.figures import ProcessFigures
from procmap.measures.kinds.kinds import Kinds
from procmap.measures.organisation.back_and_forth import BackAndForth, find_back_and_forth
from procmap.measures.organisation.delegated import Delegated, find_delegated
from procmap.measures.organisation.four_eyes import find_four_eyes
from procmap.measures.organisation.signing import Signed, find_signed
from procmap.measures.passage.passages import Passage, find_passages
from procmap.measures.process import process_figures
from procmap.measures.quality.doubts import Doubts, find_doubts
from procmap.measures.repetition.loops import Loop, find_loops
from procmap.measures.structure.free_order import FreeOrder, find_free_orders
from procmap.measures.structure.paths import Paths, find_paths
from procmap.measures.structure.structure import ActivityCounts, find_structure
from procmap.measures.time.drift import Drift, find_drift
from procmap.measures.time.natures import find_natures
from procmap.measures.time.session_calendar import SessionCalendar, find_session_calendars
from procmap.measures.time.sessions import Rhythm, find_rhythms
from procmap.measures.time.spent import TOLD, TimeSpent, find_time_spent
from procmap.measures.waiting.absence import Absence, find_absence
from procmap.measures.waiting.backlog import Backlog, Line, find_backlogs
from procmap.measures.waiting.causes import WaitingCauses, find_waiting_causes
from procmap.measures.waiting.queueing import Load, Sharing, find_busy, find_loads, find_queue, find_sharing
from procmap.measures.waiting.waited import Waited, find_waited
from procmap.procedures import PLAIN, Classes, Vocabulary
from procmap.procedures.procedure import UNKNOWN, Procedure
from procmap.procedures.steps_table import Said, Steps

STRUCTURE = "procmap.measures.structure"


@dataclass(frozen=True)
class Measures:
    """The measures of a log.

    Attributes:
        log: The log.
        classes: The vocabulary's classes of each activity code.
        activities: Counts by activity code.
        follows: Directly-follows counts by (source, target) codes.
        concurrent: Unordered pairs of concurrent activities.
        loops: Where files come back.
        checks: What checks and approvals refuse.
        rhythms: On which days activities are done.
        figures: The procedure at a glance, by labels.
        kinds: What the rows of each activity are.
        doubts: Signs that an activity's figures may not mean what they seem to.
        vocabulary: What the words of labels mean in this run.
        said: What the analyst says of single steps, by activity code.
        procedure: The procedure that the log is taken for.
    """

    log: EventLog
    classes: tuple[Classes, ...]
    activities: tuple[ActivityCounts, ...]
    follows: Mapping[tuple[int, int], int]
    concurrent: frozenset[tuple[int, int]]
    loops: tuple[Loop, ...]
    checks: tuple[Check, ...]
    rhythms: tuple[Rhythm, ...]
    figures: ProcessFigures
    kinds: Kinds
    doubts: Doubts
    vocabulary: Vocabulary = PLAIN
    said: Mapping[int, Said] = field(default_factory=dict)
    procedure: Procedure = UNKNOWN

    @property
    def fixed_dates(self) -> frozenset[int]:
        """Activities whose date does not follow from what precedes them."""
        return self.kinds.fixed_dates

    def sessions_said(self, code: int) -> bool | None:
        """Whether the analyst says that an activity is done in sessions; None where nothing is said."""
        return self.said[code].sessions if code in self.said else None

    @cached_property
    def back_and_forth(self) -> tuple[BackAndForth, ...]:
        """What services hand back and forth while the label of the step stays the same."""
        return find_back_and_forth(self.log, self.kinds)

    @cached_property
    def four_eyes(self) -> frozenset[int]:
        """Activities of pairs that never one person does, though the same people do both."""
        return find_four_eyes(self.log)

    @cached_property
    def delegated(self) -> Mapping[int, Delegated]:
        """What is already done by delegation, by activity code; empty where the log tells of none."""
        return find_delegated(self.log)

    @cached_property
    def signed(self) -> Callable[[tuple[int, ...], tuple[int, ...]], tuple[Signed, ...] | None]:
        """Who signs some steps and releases by others (see find_signed); the same steps are asked once."""
        return cache(partial(find_signed, self.log))

    @cached_property
    def free_orders(self) -> tuple[FreeOrder, ...]:
        """Pairs of steps done one after the other in either order."""
        instances = {row.activity: row.instances for row in self.activities}
        return find_free_orders(self.log, self.follows, instances, self.concurrent)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """What happens to a file right after each step; leaves the table `passage`."""
        return find_passages(self.log.engine)

    @cached_property
    def sharing(self) -> tuple[Sharing, ...]:
        """Who does what: how each activity of each role spreads over people."""
        return find_sharing(self.log)

    @cached_property
    def loads(self) -> tuple[Load, ...]:
        """How occupied each role can have been. Means nothing without people and times of day."""
        self.need_queue()
        return find_loads(self.log)

    def backlogs(self, line: Line, codes: tuple[int, ...]) -> Mapping[int, Backlog]:
        """The queue in front of roles or people, by code."""
        self.need_queue()
        return find_backlogs(self.log, line, codes)

    def busy(self, people: tuple[int, ...]) -> Mapping[int, float]:
        """How occupied people (by code) can have been."""
        self.need_queue()
        return find_busy(self.log, people)

    def absence(self, sharing: Sharing, least: int) -> Absence:
        """What happens to a step while the person who does most of it is away for at least `least` working days."""
        self.need_queue()
        return find_absence(self.log, sharing, least)

    def waited(self, role: int, activities: tuple[int, ...]) -> Waited:
        """How many cases waited at steps of a role."""
        self.need_queue()
        return find_waited(self.log, role, activities)

    def people(self, activities: tuple[int, ...]) -> int:
        """How many people did any of some activities."""
        listed = ", ".join(map(str, activities))
        return int(self.log.engine.value(f"select count(distinct resource) from event where activity in ({listed})"))

    def need_queue(self) -> None:
        """Leave the view `queue`, once."""
        self._queue  # noqa: B018 - asked for, it is found and kept

    @cached_property
    def _queue(self) -> bool:
        find_queue(self.log)
        return True

    @cached_property
    def waiting_causes(self) -> tuple[WaitingCauses, ...]:
        """Why files wait before every activity and role; leaves `waiting`, `off_duty`, with start times `batch`. As `queueing`."""
        return find_waiting_causes(self.log)

    @cached_property
    def time_spent(self) -> TimeSpent:
        """Where the elapsed time of the closed cases goes."""
        if self.log.profile.can(*TOLD):
            self.waiting_causes  # noqa: B018 - asked for, it leaves `waiting`
        return find_time_spent(self.log, find_natures(self))

    @cached_property
    def session_calendars(self) -> tuple[SessionCalendar, ...]:
        """When the steps that wait for sessions had them."""
        self.time_spent  # noqa: B018 - asked for, it leaves `session_day`
        return find_session_calendars(self.log)

    @cached_property
    def paths(self) -> Paths:
        """The variants, once the order of concurrent activities no longer counts."""
        return find_paths(self.log, self.concurrent)

    @cached_property
    def drift(self) -> Drift | None:
        """The week at which the procedure changed for good; None where there is no strong evidence of one."""
        return find_drift(self.log, self.paths)

    def labels(self, codes: tuple[int, ...]) -> tuple[str, ...]:
        """The labels of activity codes, in their order."""
        return tuple(self.log.activities[code] for code in codes)

    def only_dated(self, code: int) -> bool:
        """Whether a step has a date without a time of day where most steps have one: somebody entered it, nobody did it then."""
        coarse = self.log.profile.coarse
        return code in coarse and 2 * len(coarse) < len(self.log.activities)

    def decides(self, code: int) -> bool:
        """Whether a step may decide something: a date that was entered decides nothing, nor does who asks or supplies."""
        role = self.activities[code].role
        return not self.only_dated(code) and (role is None or not is_outsider(self.log.roles[role]))

    def roles(self, codes: tuple[int, ...]) -> tuple[str, ...]:
        """The main roles of activities, each once, in their order."""
        found = [self.activities[code].role for code in codes]
        return tuple(dict.fromkeys(self.log.roles[role] for role in found if role is not None))


def measure(
    log: EventLog,
    vocabulary: Vocabulary = PLAIN,
    steps: Steps = (),
    *,
    procedure: Procedure = UNKNOWN,
    sojourns: bool = True,
) -> Measures:
    """Take all measures; leaves the tables behind them in the engine.

    Args:
        log: The log.
        vocabulary: What the words of labels and outcomes mean.
        steps: What the analyst says of single steps.
        procedure: The procedure that the log is taken for.
        sojourns: Whether the figures tell what each activity takes; an audit asks find_steps, and has no use for it.
    """
    found = find_structure(log, steps)
    log.engine.table("following", sql_of(STRUCTURE, "following"))
    classes = tuple(vocabulary.classes_of(label) for label in log.activities)
    loops = find_loops(log, found.concurrent, classes, vocabulary, found.kinds.among(UNWILLED))
    doubts = find_doubts(log)
    checks = find_checks(log, classes, vocabulary, doubts.automatic)
    return Measures(
        log, classes, found.activities, found.follows, found.concurrent, loops,
        tuple(check for check in checks if not any(map(found.kinds.unwilled, check.activities))),
        find_rhythms(log),
        process_figures(log, classes, found.rows, sojourns=sojourns),
        found.kinds,
        doubts,
        vocabulary,
        {log.activities.index(label): said for label, said in steps if label in log.activities},
        procedure,
    )  # fmt: skip
