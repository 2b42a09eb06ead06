"""What the commands print to standard output."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from procmap.cli.console import shown, write
from procmap.language import words
from procmap.language.shown import json_text, visible

if TYPE_CHECKING:
    from procmap.language import Words
    from procmap.log import EventLog
    from procmap.procedures import Vocabulary
    from procmap.reading import Reading
    from procmap.report.audit import Audit
    from procmap.report.comparison import Compared

Refusals = Sequence[tuple[int, str, str, str]]
SHOWN = 10

LABEL = 60
"""Width kept for a label, beyond which its classes follow directly."""


def print_summary(audit: Audit, folder: Path | None) -> None:
    """The audit on one screen, and where its report is."""
    import shutil

    from procmap.report.terminal import terminal_text

    width = min(max(shutil.get_terminal_size((100, 24)).columns, 60), 140)
    report = str(folder / "report.html") if folder else None
    text = terminal_text(audit, width=width, report=report, colour=sys.stdout.isatty(), plain=shown)
    write(text, coloured=True)


def print_comparison(compared: Sequence[Compared]) -> None:
    """What all of them leave in doubt, then one line for each value."""
    from procmap.findings import Grade

    doubts = dict.fromkeys(doubt for one in compared for doubt in one.audit.log.reading.doubts)
    if doubts:
        write("\n".join(_doubts(tuple(doubts), words(compared[0].audit.language))[1:]))
    for one in compared:
        say = words(one.audit.language)
        firm = sum(f.grade != Grade.C for f in one.audit.findings)
        days = say.number(one.audit.before.cycle_time.median_days, 1)
        value = visible(one.value)
        write(say("cli.by_value", value=value, cases=one.audit.log.cases, days=days, findings=firm, folder=one.folder))


def reading_text(log: EventLog, reading: Reading, refusals: Refusals, language: str) -> str:
    """What was understood of a file, for people."""
    from procmap.report.summary import log_summary

    say, summary = words(language), log_summary(log, reading, language)
    form = ", ".join(filter(None, (reading.format, reading.encoding, _separator(reading), reading.date_format)))
    lines = [
        visible(reading.source),
        "  " + say("cli.rows", read=reading.rows_read, kept=reading.rows_kept, refused=reading.rows_refused),
        "  "
        + say(
            "cli.counts", cases=summary.cases, closed=summary.closed_cases, events=summary.events, activities=summary.activities
        ),
        "  " + say("cli.period", first=summary.first, last=summary.last, zone=summary.time_zone),
        *_doubts(summary.reading.doubts, say),
        "  " + say("cli.shape", shape=summary.reading.told),
        "  " + say("cli.format", format=visible(form)),
        "  " + say("cli.capabilities", listed=", ".join(summary.capabilities)),
        "",
        say("cli.columns"),
        *(f"  {say(f'cli.kind_{kind}'):12} {visible(name)}  ({reason})" for kind, name, reason in summary.columns),
    ]
    if summary.notes:
        lines += ["", say("cli.notes"), *(f"  {visible(note)}" for note in summary.notes)]
    if refusals:
        told = [(str(line), *map(visible, rest)) for line, *rest in refusals[:SHOWN]]
        lines += ["", say("cli.refusals")]
        lines += ["  " + say("cli.refusal", line=n, column=c, value=v, reason=why) for n, c, v, why in told]
        lines += ["  …"] if len(refusals) > len(told) else []
    return "\n".join(lines)


def _doubts(doubts: Sequence[str], say: Words) -> list[str]:
    """What is to be settled before the rest is believed; nothing where there is none."""
    return ["", say("report.page.doubts"), *(f"  - {visible(doubt)}" for doubt in doubts), ""] if doubts else []


def words_text(labels: Sequence[str], vocabulary: Vocabulary, language: str) -> str:
    """What each label is taken for, those not recognised apart, and the labels that procmap.toml names and the log does not."""
    say = words(language)
    found = {visible(label): sorted(vocabulary.classes_of(label)) for label in labels}
    width = min(max(map(len, found), default=0), LABEL)
    unknown = [label for label, classes in found.items() if not classes]
    missing = [visible(label) for label, _ in vocabulary.labels if not vocabulary.is_among(label, labels)]
    lines = [say("cli.words"), *(f"  {label:{width}}  {', '.join(known)}" for label, known in found.items() if known)]
    for heading, listed in (("words_unknown", unknown), ("words_missing", missing)):
        lines += ["", say(f"cli.{heading}"), *(f"  {label}" for label in listed)] if listed else []
    return "\n".join(lines)


def reading_json(log: EventLog, reading: Reading, refusals: Refusals, language: str) -> str:
    """The same for programs."""
    from procmap.report.findings_json import reading_block
    from procmap.report.summary import understood

    profile = log.profile
    return json_text(
        {
            "source": reading.source,
            "sha256": reading.fingerprint,
            "format": reading.format,
            "encoding": reading.encoding,
            "separator": reading.separator,
            "date_format": reading.date_format,
            "time_zone": reading.time_zone,
            "columns": {c.kind: c.name for c in reading.columns},
            "other_columns": list(reading.other_columns),
            "rows_read": reading.rows_read,
            "rows_kept": reading.rows_kept,
            "rows_rejected": reading.rows_refused,
            "cases": profile.cases,
            "closed_cases": profile.closed_cases,
            "events": profile.events,
            "activities": len(log.activities),
            "capabilities": sorted(profile.capabilities),
            "reading": reading_block(understood(reading, language)),
            "refusals": [{"line": n, "column": c, "value": v, "reason": why} for n, c, v, why in refusals],
        }
    )


def _separator(reading: Reading) -> str | None:
    return {"\t": "tab"}.get(reading.separator or "", reading.separator)
