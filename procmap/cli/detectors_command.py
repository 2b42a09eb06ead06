"""procmap detectors [NAME]."""

from __future__ import annotations

import shutil
import sys
import textwrap
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING

import click

from procmap.cli.console import message_language, write
from procmap.cli.explained import Explained
from procmap.cli.values import Language
from procmap.language import words

if TYPE_CHECKING:
    from procmap.detectors.base import Detector
    from procmap.language.words import Words

PARTS = ("what", "why", "legitimate", "changes")
WIDEST = 100
"""Columns beyond which lines are hard to read."""


@click.command(
    "detectors",
    cls=Explained,
    examples=["procmap detectors low_yield_check", "procmap detectors low_yield_check.rate"],
)
@click.argument("name", required=False)
@click.option("--language", type=Language())
def command(name: str | None, language: str | None) -> None:
    """List the patterns that are looked for, or explain one or one of its thresholds."""
    from procmap.detectors import detectors
    from procmap.detectors.catalogue import detector_named
    from procmap.detectors.words import pattern_words

    say = words(language or message_language(sys.argv))
    if name is None:
        width = max(len(cls.name) for cls in detectors())
        for cls in detectors():
            write(f"{cls.name:{width}}  {pattern_words(cls.name, say.language).told('title')}")
        return
    detector, _, threshold = name.partition(".")
    cls = detector_named(detector, threshold or None)
    if not threshold:
        _explain(cls, say)
    _explain_thresholds(cls, say, threshold)


def _explain(cls: type[Detector], say: Words) -> None:
    from procmap.detectors.words import pattern_words

    told = pattern_words(cls.name, say.language)
    write(f"{cls.name}\n{told.told('title')}\n")
    for part in PARTS:
        write(f"{say(f'cli.{part}')}\n{_wrapped(told.told(part))}\n")
    write(f"{say('cli.source')}\n{_wrapped(cls.source)}\n")
    needs = [say(f"report.capability.{need}") for need in cls.needs]
    write(f"{say('cli.lever')}\n  {say(f'report.lever.{cls.lever}')}\n")
    write(f"{say('cli.needs')}\n  {', '.join(needs) or say('cli.needs_nothing')}\n")


def _explain_thresholds(cls: type[Detector], say: Words, only: str) -> None:
    from procmap.detectors.words import pattern_words

    meanings = pattern_words(cls.name, say.language).thresholds
    shown = [field for field in fields(cls) if field.default is not MISSING and only in ("", field.name)]
    write(say("cli.thresholds"))
    for field in shown:
        write(f"  {field.name} = {field.default}\n{_wrapped(meanings[field.name], 6)}")
    write(f"\n{say('cli.thresholds_next')}\n  [detectors.{cls.name}]")
    if shown:
        write(f"  {shown[0].name} = {shown[0].default}")


def _wrapped(text: str, indent: int = 2) -> str:
    margin = " " * indent
    width = min(max(shutil.get_terminal_size((WIDEST, 24)).columns, 60), WIDEST)
    return textwrap.fill(text, width, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)
