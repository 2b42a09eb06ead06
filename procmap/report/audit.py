"""Everything that a report shows, as one frozen value: no figure is computed while drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from procmap.findings import Finding, NotEvaluable
    from procmap.judgement.choices import Choices
    from procmap.judgement.plan import Plan, PlanLine
    from procmap.measures.figures import ProcessFigures
    from procmap.measures.time.session_calendar import SessionCalendar
    from procmap.procedures.delays import Delay
    from procmap.redesign.spread_after import Spread
    from procmap.redesign.steps import Step
    from procmap.redesign.time_after import TimeRow
    from procmap.redesign.witness import Witness


@dataclass(frozen=True)
class Understood:
    """What the source was taken for: findings.json's `reading`.

    Attributes:
        shape: How the source writes its events, as `events` or `wide`.
        told: The same in words, in the language of the run.
        software: Name of the office software that the source is a known export of.
        columns: (kind, the source's own columns): several where they were joined.
        doubts: What asks for a decision, in the language of the run, what changes most first.
    """

    shape: str = "events"
    told: str = ""
    software: str | None = None
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class PackTold:
    """What is told of the procedure that the log is taken for; sentences are in the language of the run.

    Attributes:
        line: Which pack, and on which evidence; or that none fits.
        change: What to type for another one.
        evidence: The same for programs, findings.json's `log.pack_evidence`; None where no pack was asked for.
        smallest_group: Fewer people than this are not described.
        warnings: What is past its review date.
        lowered: What a pack of the user's own, or procmap.toml, protects less, each with its written reason.
        steps: (label, step, what protects it, basis) of the labels that are known.
        unknown: (label, steps that it resembles).
        comparators: (what, its value, the log's own figure, source with the day of the next review).
    """

    line: str
    change: str
    evidence: Mapping[str, object] | None = None
    smallest_group: int = 5
    warnings: tuple[str, ...] = ()
    lowered: tuple[str, ...] = ()
    steps: tuple[tuple[str, str, str, str], ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    comparators: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True)
class LogSummary:
    """What was read: findings.json's `log`, and the notes on its quality.

    Attributes:
        source: File name, without its folder.
        first, last: ISO local times of the first and last plausible event.
        notes: Sentences on the log's quality that ask for no decision, in the language of the run.
        columns: (what it is taken as, the column's name, why) for case, activity, time ...
        refusals: (line, column, value, reason) of the first refused rows.
        reading: What the source was taken for, and what is doubtful in it.
        pack: Name of the procedure pack that the log is taken for.
        procedure: What is told of it.
    """

    source: str
    fingerprint: str
    cases: int
    closed_cases: int
    events: int
    activities: int
    rows_read: int
    rows_rejected: int
    first: str
    last: str
    time_zone: str
    calendar: str
    pack: str | None
    capabilities: tuple[str, ...]
    notes: tuple[str, ...] = ()
    columns: tuple[tuple[str, str, str], ...] = ()
    refusals: tuple[tuple[int, str, str, str], ...] = ()
    reading: Understood = Understood()
    procedure: PackTold | None = None


@dataclass(frozen=True)
class Provenance:
    """How the audit can be repeated: version, day of the run (ISO), and options as (name, value)."""

    version: str
    date: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Audit:
    """One audit, ready to be written.

    Attributes:
        title: What the pictures are headed with (the title given, or the pack's name, or the source's without its ending).
        language: "fr" or "en".
        before: The procedure as it runs.
        after: The same with the plan's accepted changes, on the same cases; equal to `before` for an empty plan.
        findings: Grades A and B first, by rank, then the questions (C).
        minor: What holds but does not matter.
        steps: Every activity, before and as the accepted plan leaves it.
        time: Where the elapsed time of the closed cases goes, and what the accepted plan leaves of it.
        terms: The delays that a text of the pack imposes before steps of the log, and under which time of closed cases lies.
        protected: (label, why) of every step that a text protects.
        set_aside: What the analyst does not accept, and why, found again or not.
        spread: How the durations of the closed cases spread; None where none takes any time.
        witness: The closed case of the middle duration, told step by step.
        choices: What other sets of proposals would bring, for the page on which they can be ticked.
        sessions: When the steps that are done in sessions had them.
    """

    title: str
    language: str
    log: LogSummary
    before: ProcessFigures
    after: ProcessFigures
    findings: tuple[Finding, ...]
    minor: tuple[Finding, ...]
    not_evaluable: tuple[NotEvaluable, ...]
    plan: Plan
    provenance: Provenance
    steps: tuple[Step, ...] = ()
    time: tuple[TimeRow, ...] = ()
    terms: tuple[Delay, ...] = ()
    protected: tuple[tuple[str, str], ...] = ()
    set_aside: tuple[PlanLine, ...] = ()
    spread: Spread | None = None
    witness: Witness | None = None
    choices: Choices | None = None
    sessions: tuple[SessionCalendar, ...] = ()
