"""procmap redesign FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from procmap.cli.console import message_language, progress
from procmap.cli.explained import Explained
from procmap.cli.values import Language


@click.command("redesign", cls=Explained, examples=["procmap redesign audit"])
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--source", type=click.Path(path_type=Path), metavar="file")
@click.option("--quiet", is_flag=True)
@click.option("--language", type=Language())
def command(folder: Path, source: Path | None, *, quiet: bool, language: str | None) -> None:
    """Draw an audit again from the accepted lines of its plan.toml."""
    from procmap import flow
    from procmap.cli.printing import print_summary
    from procmap.engine import Engine

    with progress(quiet=quiet, language=language or message_language(sys.argv)) as tell, Engine() as engine:
        written = flow.redesign_folder(folder, engine, source=source, progress=tell)
    print_summary(written.audited.audit, folder)
