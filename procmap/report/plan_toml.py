"""plan.toml: every proposal with the analyst's decision; the one file of an audit that a person writes in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from procmap.errors import ProcmapError
from procmap.findings import Finding
from procmap.judgement.plan import PlanLine
from procmap.language import words
from procmap.report.audit import Audit
from procmap.report.by_effort import act_sentences, by_effort
from procmap.report.gain_words import GainWords
from procmap.report.refused import reason, remains
from procmap.report.sentences import plan_law, statement
from procmap.report.toml_text import toml_comment, toml_string

PLAN = "plan.toml"

PREVIOUS = "plan.previous.toml"
"""The plan that --force has replaced."""


def plan_toml(audit: Audit, previous: Mapping[str, PlanLine] | None = None) -> str:
    """The plan as TOML text with comments in the language of the run.

    Args:
        audit: Its plan's lines say what is accepted by default.
        previous: Decisions of an earlier plan by key; they win, and those about findings no longer found are kept.
    """
    w = words(audit.language)
    gains = GainWords.of(w, audit)
    earlier = previous or {}
    found = {finding.key: finding for finding in audit.findings}
    lines = [toml_comment(w("report.plan.head")), toml_comment(w("report.plan.next"))]
    if not audit.plan.lines:
        lines.append(toml_comment(w("report.plan.empty")))
    order = [finding.key for finding in by_effort(audit.findings)]
    for line in sorted(audit.plan.lines, key=lambda line: order.index(line.key) if line.key in order else len(order)):
        lines += ["", *_entry(gains, earlier.get(line.key, line), found.get(line.key))]
    known = {line.key for line in audit.plan.lines}
    for key in sorted(set(earlier) - known):
        lines += ["", toml_comment(w("report.plan.gone")), *_entry(gains, earlier[key], None)]
    return "\n".join(lines) + "\n"


def _entry(gains: GainWords, line: PlanLine, finding: Finding | None) -> list[str]:
    lines = []
    if finding is not None:
        lines += [toml_comment(statement(gains.w, finding)), toml_comment(gains.headline(finding))]
        lines += [toml_comment(remains(gains.w, line))] if line.kept else []
        lines += [toml_comment(" ".join(act_sentences(gains.w, finding.act)))] if finding.act else []
        lines += [toml_comment(law) for law in [plan_law(gains.w, finding.legal)] if law]
    lines.append("[[finding]]")
    if finding is not None:
        lines.append(f"id = {toml_string(finding.identity)}")
    lines += [
        f"key = {toml_string(line.key)}",
        f"detector = {toml_string(finding.detector if finding else line.key.split('|', 1)[0])}",
        f"accept = {'true' if line.accept else 'false'}",
        f"reason = {toml_string(reason(gains.w, line))}",
    ]
    return lines


def read_plan(text: str, where: str) -> dict[str, PlanLine]:
    """The decisions by key, in the file's order.

    Args:
        text: Of plan.toml, as the analyst left it.
        where: The file's path, for the message.

    Raises:
        ProcmapError: It is not TOML, or an entry lacks a key or a decision; the message names the line.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        line = re.search(r"line (\d+)", str(problem))
        told = line.group(1) if line else str(len(text.splitlines()))
        raise ProcmapError("report.plan_not_toml", where=where, line=told, problem=str(problem)) from None
    entries = found.get("finding", [])
    if not isinstance(entries, list):
        raise _wrong(where, "1", "finding", "[[finding]]")
    head = re.compile(r"\s*\[\[\s*finding\s*\]\]")
    heads = [number for number, line in enumerate(text.splitlines(), start=1) if head.match(line)]
    lines: dict[str, PlanLine] = {}
    for rank, entry in enumerate(entries):
        at = str(heads[rank]) if rank < len(heads) else "1"
        read = _read_entry(entry, where, at)
        if read.key in lines:
            raise ProcmapError("report.plan_duplicate", where=where, line=at, name=read.key)
        lines[read.key] = read
    return lines


def plan_of(folder: Path) -> tuple[Mapping[str, PlanLine], str | None]:
    """The decisions of the plan that an audit's folder holds, by key, and its text; None where it holds none."""
    file = folder / PLAN
    if not file.is_file():
        return {}, None
    text = written(file)
    return read_plan(text.removeprefix("\ufeff"), str(file)), text


def written(file: Path) -> str:
    """The text of a file that a person may have saved: with its line ends, and the byte order mark if it has one.

    Raises:
        ProcmapError: It is not UTF-8; the message names the line.
    """
    data = file.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = str(data.count(b"\n", 0, problem.start) + 1)
        raise ProcmapError("report.plan_not_toml", where=str(file), line=line, problem="UTF-8 ?") from None


def _read_entry(entry: Any, where: str, line: str) -> PlanLine:
    if not isinstance(entry, dict):
        raise _wrong(where, line, "finding", "[[finding]]")
    key, accept, reason = entry.get("key"), entry.get("accept"), entry.get("reason", "")
    if not isinstance(key, str) or not key:
        raise _wrong(where, line, "key", '"..."')
    if not isinstance(accept, bool):
        raise _wrong(where, line, "accept", "true / false")
    if not isinstance(reason, str):
        raise _wrong(where, line, "reason", '"..."')
    return PlanLine(key, accept, reason or None)


def _wrong(where: str, line: str, field: str, expected: str) -> ProcmapError:
    return ProcmapError("report.plan_bad_line", where=where, line=line, field=field, expected=expected)
