"""procmap sources [NAME]."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from procmap.cli.console import message_language, write
from procmap.cli.explained import Explained
from procmap.cli.values import Language
from procmap.language import words

if TYPE_CHECKING:
    from procmap.language import Words
    from procmap.reading.sources.source_file import KnownSource

NARROWEST, WIDEST = 60, 100
"""Columns of a page; beyond, lines are hard to read."""


@click.command("sources", cls=Explained, examples=["procmap sources", "procmap sources pastell"])
@click.argument("name", required=False)
@click.option("--language", type=Language())
def command(name: str | None, language: str | None) -> None:
    """List the exports of office software that are known, or say which to ask for and what it hides."""
    from procmap.reading.sources import source_named, sources

    say = words(language or message_language(sys.argv))
    if name is None:
        width = max(len(source.name) for source in sources())
        for source in sources():
            write(f"{source.name:{width}}  {source.title.of(say.language)}")
        return
    _explain(source_named(name), say)


def _explain(source: KnownSource, say: Words) -> None:
    write(f"{source.name}\n{source.title.of(say.language)}\n")
    columns = ", ".join(source.recognised.columns)
    for heading, text in (
        ("source_export", source.export.of(say.language)),
        ("source_recognised", columns),
        ("source_hides", source.hides.of(say.language)),
        ("source_personal", ", ".join(source.personal)),
    ):
        if text:
            write(f"{say(f'cli.{heading}')}\n{_wrapped(text)}\n")
    write(say("cli.source_read"))
    for kind, names in _read(source).items():
        write(f"  {say(f'cli.kind_{kind}'):12} {names}")
    if source.labels:
        write(f"\n{say('cli.source_labels')}")
        width = max(map(len, source.labels))
        for code, label in source.labels.items():
            write(f"  {code:{width}}  {label}")


def _read(source: KnownSource) -> dict[str, str]:
    """The columns of each kind, as the export calls them."""
    found = {kind: " + ".join(names) for kind, names in source.columns.items()}
    if source.row_is_case:
        found = {"case": source.row_is_case} | found
    if source.role:
        found["role"] = source.role.column
    if source.passages:
        found["activity"] = found["time"] = ", ".join(it.column for it in source.passages)
        if states := [it.state for it in source.passages if it.state]:
            found["outcome"] = ", ".join(states)
    return found


def _wrapped(text: str) -> str:
    width = min(max(shutil.get_terminal_size((WIDEST, 24)).columns, NARROWEST), WIDEST)
    wrapped = textwrap.TextWrapper(width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    wrapped.break_long_words = False  # an address stays whole
    return wrapped.fill(text)
