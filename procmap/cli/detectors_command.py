"""procmap detectors [NAME]."""

from __future__ import annotations

import sys
from dataclasses import MISSING, fields

import click

from procmap.cli.console import message_language, write
from procmap.language import words


@click.command(name="detectors")
@click.argument("name", required=False)
@click.option("--language", type=click.Choice(("fr", "en")), help="Of the explanation.")
def command(name: str | None, language: str | None) -> None:
    r"""List the patterns that are looked for, or explain one: what it is, why it matters, when it is legitimate, what changes.

    \b
    Example:
      procmap detectors low_yield_check
    """
    from procmap.detectors import detectors, explain

    language = language or message_language(sys.argv)
    say = words(language)
    if name is None:
        width = max(len(cls.name) for cls in detectors())
        for cls in detectors():
            write(f"{cls.name:{width}}  {explain(cls.name, language)['title']}")
        return
    told = explain(name, language)
    cls = next(cls for cls in detectors() if cls.name == name)
    write(f"{name}\n{told['title']}\n")
    for part in ("what", "why", "legitimate", "changes", "source"):
        write(f"{say(f'cli.{part}')}\n  {told[part]}\n")
    write(say("cli.thresholds"))
    for field in fields(cls):
        if field.default is not MISSING:
            write(f"  {field.name} = {field.default}")
    write("\n" + say("cli.thresholds_next", name=name))
