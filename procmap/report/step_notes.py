"""What the report says of the rows that are no steps, and of what procmap.toml says of steps."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from procmap.language import Words, words
from procmap.language.shown import isolated, visible
from procmap.log import EventLog
from procmap.log.kind import Kind
from procmap.measures import Measures
from procmap.procedures.steps_table import TABLE, Steps, unmet
from procmap.report.audit import LogSummary
from procmap.report.toml_text import toml_string


def with_kinds(summary: LogSummary, measures: Measures, said: Steps, language: str) -> LogSummary:
    """The summary with what stands beside the way of the cases, and a doubt for each step that the log does not have.

    Args:
        summary: Of the log.
        measures: Of the log.
        said: The table [steps] of procmap.toml.
        language: "fr" or "en".
    """
    say = words(language)
    doubts = (*_unmet(said, measures.log, say), *summary.reading.doubts)
    return replace(
        summary, notes=(*summary.notes, *_beside(measures, say)), reading=replace(summary.reading, doubts=doubts)
    )


def _beside(measures: Measures, say: Words) -> list[str]:
    """What stands beside the way of the cases, with the line that says otherwise."""
    kinds = [(measures.log.activities[code], measures.kinds.found[code]) for code in sorted(measures.kinds.aside)]
    if not kinds:
        return []
    told = [
        say("summary.aside_one", label=say.quoted(isolated(visible(label))), kind=say(f"summary.kind_{kind}"))
        for label, kind in kinds
    ]
    line = f'[{TABLE}.{toml_string(kinds[0][0])}] kind = "{Kind.WORK}"'
    return [say("summary.aside", steps=say.listed(told), line=line)]


def _unmet(said: Steps, log: EventLog, say: Words) -> list[str]:
    """The steps of procmap.toml that the log does not have, each with the nearest that it has."""
    return [
        say(
            "summary.unknown_step",
            label=say.quoted(visible(label)),
            nearest=say.quoted(visible(get_close_matches(label, log.activities, n=1, cutoff=0.0)[0])),
        )
        for label in unmet(said, log.activities)
    ]
