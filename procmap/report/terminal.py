"""The summary that a terminal shows when an audit is done."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from procmap.findings import Finding
from procmap.language import Words, words
from procmap.report import sentences as say
from procmap.report.audit import Audit
from procmap.report.quantities import gain_values

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

MOST = 12
"""Findings that fit a screen; the report holds all."""

LONGEST = 160
"""Characters of a statement in the table."""


def terminal_summary(audit: Audit, *, width: int = 100, report: str | None = None) -> Group:
    """The log in a line, the findings, what they bring together, what could not be looked for, and where the report is.

    Args:
        audit: What was found.
        width: Of the terminal, in columns.
        report: Path of report.html, where one was written.
    """
    from rich.console import Group
    from rich.text import Text

    w = words(audit.language)
    parts: list[Text | Table] = [Text(say.label(w, audit.title), style="bold"), Text(log_line(w, audit))]
    if audit.log.rows_rejected:
        rejected = w("report.terminal.rejected", rejected=audit.log.rows_rejected, read=audit.log.rows_read)
        parts.append(Text(rejected, style="yellow"))
    parts.append(_table(w, audit, width) if audit.findings else Text(w("report.terminal.none")))
    if audit.minor:
        parts.append(Text(w("report.terminal.minor", count=len(audit.minor))))
    gain = audit.plan.gain
    joint = gain_values(w, gain.expected_office_hours, gain.expected_days) if gain else {}
    parts.append(Text(w("report.gain.joint", **joint) if gain else w("report.gain.joint_none"), style="bold"))
    if audit.not_evaluable:
        names = [f"{say.title(w, item.detector)} ({say.not_evaluable_reason(w, item)})" for item in audit.not_evaluable]
        parts.append(Text(w("report.terminal.cannot", list=", ".join(names))))
    if report:
        parts.append(Text(w("report.terminal.report", path=report)))
    return Group(*parts)


def terminal_text(audit: Audit, *, width: int = 100, report: str | None = None, colour: bool = False) -> str:
    """The same as text, with terminal colours on request."""
    from rich.console import Console

    text = io.StringIO()
    console = Console(
        file=text, width=width, force_terminal=colour, color_system="standard" if colour else None, highlight=False,
        emoji=False, legacy_windows=False,
    )
    console.print(terminal_summary(audit, width=width, report=report))
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


def log_line(w: Words, audit: Audit) -> str:
    """What the log holds, in one sentence."""
    log = audit.log
    return w(
        "report.page.log_line", cases=log.cases, closed=log.closed_cases, events=log.events, activities=log.activities,
        first=say.day(w, log.first), last=say.day(w, log.last),
    )


def _table(w: Words, audit: Audit, width: int) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, width=min(width, 140), pad_edge=False)
    table.add_column(w("report.terminal.id"), no_wrap=True)
    table.add_column(w("report.page.grade"), no_wrap=True)
    table.add_column(w("report.terminal.statement"), ratio=3)
    table.add_column(w("report.terminal.gain"), justify="right", ratio=1, min_width=22)
    for finding in audit.findings[:MOST]:
        question = finding.grade == "C"
        gain = w("report.terminal.question") if question else say.short_gain(w, finding.gain)
        table.add_row(finding.identity, finding.grade, Text(_short(w, finding)), gain, style="dim" if question else "")
    if len(audit.findings) > MOST:
        table.add_row("", "", w("report.page.matters.more", count=len(audit.findings) - MOST), "")
    return table


def _short(w: Words, finding: Finding) -> str:
    colon = "\u00a0: " if w.language == "fr" else ": "
    told = say.title(w, finding.detector) + colon + say.labels(w, finding.activities)
    return told if len(told) <= LONGEST else told[: LONGEST - 1] + "…"
