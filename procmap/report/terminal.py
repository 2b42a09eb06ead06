"""The summary that a terminal shows when an audit is done."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from procmap.findings import Finding, Grade
from procmap.language import Words, words
from procmap.language.shown import visible
from procmap.report import sentences as say
from procmap.report.audit import Audit
from procmap.report.by_effort import on_monday
from procmap.report.gain_words import GainWords
from procmap.report.glued import Plain, glued, loosened

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

MOST = 12
"""Findings that fit a screen; the report holds all."""

DOUBTS = 5
"""Doubts that stand before the findings; the report holds all."""

WIDE, ONE_LINE, TWO_LINES = 90, 38, 22
"""Columns from which a gain stands on one line of the table, those that it takes there, and those on a narrower terminal."""

LONGEST = 160
"""Characters of a statement in the table."""

ACCEPTED = "✓"
"""Beside the number of a finding whose change the plan accepts."""


def terminal_summary(audit: Audit, *, width: int = 100, plain: Plain = str) -> Group:
    """The log in a line, the findings, what they bring together, and what could not be looked for.

    Args:
        audit: What was found.
        width: Of the terminal, in columns.
        plain: What the console can show of a text.
    """
    from rich.console import Group
    from rich.text import Text

    def line(text: str, style: str = "") -> Text:
        return Text(_bare(text, plain), style=style)

    w = words(audit.language)
    parts: list[Text | Table] = [line(say.bare_label(w, audit.title), "bold"), line(log_line(w, audit))]
    if audit.log.procedure:
        told = audit.log.procedure
        parts.append(line(f"{told.line} {told.change}"))
        parts += [line(warning, "yellow") for warning in told.warnings]
    if audit.log.rows_rejected:
        rejected = w("report.terminal.rejected", rejected=audit.log.rows_rejected, read=audit.log.rows_read)
        parts.append(line(rejected, "yellow"))
    parts += doubt_lines(w, audit.log.reading.doubts, line)
    parts.append(_table(w, audit, width, plain) if audit.findings else line(w("report.terminal.none")))
    if audit.plan.accepted:
        parts.append(line(w("report.terminal.accepted", mark=ACCEPTED)))
    if audit.minor:
        parts.append(line(w("report.terminal.minor", count=len(audit.minor))))
    parts.append(line(GainWords.of(w, audit).joint(audit.plan.gain), "bold"))
    if monday := on_monday(audit):
        parts.append(line(w("report.terminal.monday", list=", ".join(finding.identity for finding in monday))))
    parts += cannot_lines(w, audit, line)
    return Group(*parts)


def terminal_text(
    audit: Audit, *, width: int = 100, report: str | None = None, colour: bool = False, plain: Plain = str
) -> str:
    """The same as text, with terminal colours on request, then where the report is; no other character of it acts.

    Args:
        audit: What was found.
        width: Of the terminal, in columns.
        report: Path of report.html, where one was written; it stays on one line, so that it can be copied.
        colour: Write in colours.
        plain: What the console can show of a text.
    """
    from rich.console import Console

    text = io.StringIO()
    console = Console(
        file=text, width=width, force_terminal=colour, color_system="standard" if colour else None, highlight=False,
        emoji=False, legacy_windows=False,
    )
    console.print(terminal_summary(audit, width=width, plain=plain))
    lines = [line.rstrip() for line in text.getvalue().splitlines()]
    if report:
        lines.append(_bare(words(audit.language)("report.terminal.report", path=visible(report)), plain))
    return loosened("\n".join(lines), plain)


def doubt_lines(w: Words, doubts: Sequence[str], line: Callable[[str, str], Text]) -> list[Text | Table]:
    """What is to be settled before a finding is believed; nothing where there is none."""
    if not doubts:
        return []
    grid = _listed([line(visible(doubt), "") for doubt in doubts[:DOUBTS]])
    more = [line(w("report.terminal.doubts.more", count=len(doubts) - DOUBTS), "")] if len(doubts) > DOUBTS else []
    return [line(w("report.page.doubts"), "bold yellow"), grid, *more]


def cannot_lines(w: Words, audit: Audit, line: Callable[[str, str], Text]) -> list[Text | Table]:
    """What could not be looked for: for each reason one entry, with all the patterns that it stops."""
    if not audit.not_evaluable:
        return []
    stopped = say.not_evaluable_by_reason(w, audit.not_evaluable)
    entries = [line(w("report.terminal.reason", patterns=patterns, reason=reason), "") for reason, patterns in stopped]
    return [line(w("report.terminal.cannot"), ""), _listed(entries)]


def _listed(entries: Sequence[Text]) -> Table:
    from rich.table import Table

    grid = Table.grid(padding=(0, 1))
    for entry in entries:
        grid.add_row("-", entry)
    return grid


def log_line(w: Words, audit: Audit) -> str:
    """What the log holds, in one sentence."""
    log = audit.log
    key = "report.page.log_line.closed" if log.closed_cases == log.cases else "report.page.log_line"
    return w(
        key, cases=log.cases, closed=log.closed_cases, events=log.events, activities=log.activities,
        first=say.day(w, log.first), last=say.day(w, log.last),
    )


def _table(w: Words, audit: Audit, width: int, plain: Plain) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, width=min(width, 140), pad_edge=False)
    table.add_column(_bare(w("report.terminal.id"), plain), no_wrap=True)
    table.add_column(_bare(w("report.page.grade"), plain), no_wrap=True)
    table.add_column(_bare(w("report.terminal.statement"), plain), ratio=3)
    head = _bare(w("report.terminal.gain"), plain)
    table.add_column(head, justify="right", width=ONE_LINE if width >= WIDE else TWO_LINES)
    gains, accepted = GainWords.of(w, audit), frozenset(audit.plan.accepted)
    for finding in sorted(audit.findings, key=lambda finding: finding.identity not in accepted)[:MOST]:
        question = finding.grade == Grade.C
        gain = _bare(w("report.terminal.question") if question else "\n".join(gains.short(finding)), plain)
        told = Text(_bare(_short(w, finding), plain))
        mark = f" {plain(ACCEPTED)}" if finding.identity in accepted else ""
        table.add_row(f"{finding.identity}{mark}", finding.grade, told, Text(gain), style="dim" if question else "")
    if len(audit.findings) > MOST:
        table.add_row("", "", _bare(w("report.page.matters.more", count=len(audit.findings) - MOST), plain), "")
    return table


def _bare(text: str, plain: Plain) -> str:
    """A sentence as the console can show it, without our own isolates: lines are cut anew, so they would lose their ends."""
    return glued(text.replace("\u2068", "").replace("\u2069", ""), plain)


def _short(w: Words, finding: Finding) -> str:
    colon = "\u00a0: " if w.language == "fr" else ": "
    told = say.title(w, finding.detector) + colon + say.labels(w, finding.activities)
    return told if len(told) <= LONGEST else told[: LONGEST - 1] + "…"
