"""Runs of steps on paper: printing, signing by hand, posting, scanning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmap.log import ByPart, Capability
from procmap.procedures import Group, StepClass
from procmap.procedures.signature import is_signature

if TYPE_CHECKING:
    from procmap.measures.measuring import Measures

TOGETHER = 0.6

OPENING = 0.5
"""Share of the instances of a step that open their case, from which the cases begin with it."""

DIGITAL = (
    "internet",
    "web",
    "en ligne",
    "online",
    "portail",
    "portal",
    "teleservice",
    "e-mail",
    "email",
    "mail",
    "courriel",
    "numerique",
    "dematerialise",
    "electronique",
    "electronic",
    "digital",
    "application",
    "api",
    "app",
)


@dataclass(frozen=True)
class MediaRun:
    """Neighbouring steps on paper, counted over the closed cases.

    Attributes:
        activities: Codes in the order of the procedure.
        signed: Those that are signatures.
        there_and_back: What was on a screen is printed and comes back by a scan: the path itself shows the break.
        cases, of: Closed cases with the run, and all closed cases; `by_part` and `of_by_part` for the two parts.
        digital: Cases with the run that came in by a digital channel; None where no channel is known.
        examples: Up to five cases (codes).
    """

    activities: tuple[int, ...]
    signed: tuple[int, ...]
    there_and_back: bool
    cases: int
    of: int
    by_part: ByPart
    of_by_part: ByPart
    digital: int | None
    examples: tuple[int, ...]


def find_media_runs(measures: Measures) -> tuple[MediaRun, ...]:
    """The runs of steps on paper, by the position of their first step."""
    paper = measures.vocabulary.group(Group.PAPER)
    codes = [code for code, found in enumerate(measures.classes) if found & paper]
    codes.sort(key=lambda code: (measures.activities[code].position, code))
    runs: list[list[int]] = []
    signing = [code for code, label in enumerate(measures.log.activities) if code not in codes and is_signature(label)]
    for code in codes:
        before = next((run for run in runs if _next_to(measures, run[-1], code)), None)
        signed = None if before else _signed_between(measures, runs, signing, code)
        if before:
            before.append(code)
        elif signed:
            signed[0].extend([signed[1], code])
        else:
            runs.append([code])
    return tuple(_counted(measures, tuple(run)) for run in runs)


def _signed_between(measures: Measures, runs: list[list[int]], signing: list[int], code: int) -> tuple[list[int], int] | None:
    """The run that was printed, and the signature between it and a scan: it is put on the paper by hand."""
    if StepClass.MEDIA_SCAN not in measures.classes[code]:
        return None
    onto = measures.vocabulary.group(Group.ONTO_PAPER)
    pairs = ((run, one) for run in runs for one in signing if measures.classes[run[-1]] & onto)
    return next(((run, one) for run, one in pairs if _next_to(measures, run[-1], one) and _next_to(measures, one, code)), None)


def _next_to(measures: Measures, one: int, other: int) -> bool:
    return measures.follows.get((one, other), 0) >= TOGETHER * measures.activities[one].instances


def _came_on_paper(measures: Measures, run: tuple[int, ...]) -> bool:
    """Whether the cases begin with the run: nothing was on a screen before, and what somebody outside sent on paper is scanned."""
    first = measures.activities[run[0]]
    return first.opens >= OPENING * first.instances


def _counted(measures: Measures, run: tuple[int, ...]) -> MediaRun:
    paper, onto = measures.vocabulary.group(Group.PAPER), measures.vocabulary.group(Group.ONTO_PAPER)
    found = frozenset().union(*(measures.classes[code] for code in run))
    listed = ", ".join(str(code) for code in run)
    channels = " or ".join(f"strip_accents(lower(c.channel_name)) like '%{word}%'" for word in DIGITAL)
    cases, first, second, digital, examples = measures.log.engine.rows(
        f"""with mine as (select distinct case_id from event where activity in ({listed}))
            select count(*), count(*) filter (where c.part = 1), count(*) filter (where c.part = 2),
                   count(*) filter (where {channels}), min(case_id, 5)
            from mine join case_ c using (case_id) where c.closed""",
    )[0]
    of_first, of_second = measures.log.engine.rows(
        "select count(*) filter (where part = 1), count(*) filter (where part = 2) from case_ where closed",
    )[0]
    return MediaRun(
        run,
        tuple(code for code in run if StepClass.MEDIA_SIGN_PAPER in measures.classes[code] or not measures.classes[code] & paper),
        not _came_on_paper(measures, run) and StepClass.MEDIA_SCAN in found and bool(found & onto),
        cases,
        of_first + of_second,
        ByPart(first, second),
        ByPart(of_first, of_second),
        digital if measures.log.profile.can(Capability.CHANNEL) else None,
        tuple(examples or ()),
    )
