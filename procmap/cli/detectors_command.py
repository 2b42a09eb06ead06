"""procmap detectors [NAME], and procmap detectors new NAME."""

from __future__ import annotations

import shutil
import sys
import textwrap
from dataclasses import MISSING, fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procmap.cli.console import message_language, write
from procmap.cli.explained import Explained
from procmap.cli.values import Language
from procmap.cli.with_new import WithNew
from procmap.language import words

if TYPE_CHECKING:
    from procmap.detectors.base import Detector
    from procmap.language.words import Words

PARTS = ("what", "why", "legitimate", "changes")
CHECK = "UPDATE=1 python -m pytest tests/test_detectors.py tests/test_pattern_words.py"
"""Tests every pattern on its cases and in its words, and writes the page of the catalogue anew."""

WIDEST = 100
"""Columns beyond which lines are hard to read."""


@click.command("detectors new", cls=Explained, examples=["procmap detectors new late_reminder --group waiting"])
@click.argument("name")
@click.option("--group", required=True)
@click.option("--folder", metavar="folder", type=click.Path(path_type=Path))
@click.option("--language", type=Language())
def new(name: str, group: str, folder: Path | None, language: str | None) -> None:
    """Begin a pattern."""
    from procmap.detectors.new_pattern import new_pattern

    say = words(language or message_language(sys.argv))
    written = new_pattern(name, group, folder)
    write(say("cli.new_pattern", path=str(written)))
    write(say("cli.new_pattern_next"))
    write(f"  {CHECK}\n  procmap detectors {name}")


@click.command(
    "detectors",
    cls=WithNew,
    new=new,
    examples=[
        "procmap detectors low_yield_check",
        "procmap detectors low_yield_check.rate",
        "procmap detectors new late_reminder --group waiting",
    ],
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
