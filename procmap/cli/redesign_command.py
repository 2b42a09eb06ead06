"""procmap redesign FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from procmap.cli.console import message_language, progress
from procmap.cli.explained import Explained
from procmap.cli.options import pack_option
from procmap.cli.values import Language


@click.command("redesign", cls=Explained, examples=["procmap redesign audit"])
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--source", multiple=True, type=click.Path(path_type=Path), metavar="file")
@click.option("--where", multiple=True, metavar="condition")
@pack_option
@click.option("-q", "--quiet", is_flag=True)
@click.option("--language", type=Language())
def command(
    folder: Path, source: tuple[Path, ...], where: tuple[str, ...], *, pack: str | None, quiet: bool, language: str | None
) -> None:
    """Draw an audit again from the accepted lines of its plan.toml."""
    from procmap import publishing
    from procmap.cli.plan_notice import tell_newer_plan
    from procmap.cli.printing import print_summary
    from procmap.engine import Engine

    spoken = language or message_language(sys.argv)
    with progress(quiet=quiet, language=spoken) as tell, tell.watching(Engine()) as engine:
        newer = tell_newer_plan(spoken)
        written = publishing.redesign_folder(folder, engine, source=source, where=where, pack=pack, progress=tell, newer=newer)
    print_summary(written.audited.audit, folder)
