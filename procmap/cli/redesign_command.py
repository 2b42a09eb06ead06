"""procmap redesign FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from procmap.cli.console import message_language, progress


@click.command(name="redesign")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--source", type=click.Path(path_type=Path), help="The log, if it has moved.")
@click.option("--where", multiple=True, metavar="CONDITION", help="A condition that run.toml left out: it names people.")
@click.option("--quiet", is_flag=True, help="No progress on stderr.")
@click.option("--language", type=click.Choice(("fr", "en")), help="Of messages; the files keep theirs.")
def command(folder: Path, source: Path | None, where: tuple[str, ...], *, quiet: bool, language: str | None) -> None:
    r"""Draw an audit again from the accepted lines of its plan.toml.

    \b
    Example:
      procmap redesign audit
    """
    from procmap import flow
    from procmap.cli.plan_notice import tell_newer_plan
    from procmap.cli.printing import print_summary
    from procmap.engine import Engine

    spoken = language or message_language(sys.argv)
    with progress(quiet=quiet, language=spoken) as tell, Engine() as engine:
        written = flow.redesign_folder(folder, engine, source=source, where=where, progress=tell, newer=tell_newer_plan(spoken))
    print_summary(written.audited.audit, folder)
