"""procmap map SOURCE --out FILE.svg."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procmap.cli.console import message_language, progress, write_markup
from procmap.cli.explained import Explained
from procmap.cli.options import pack_option, reading_options, run_options, sources_argument
from procmap.cli.values import File

if TYPE_CHECKING:
    from procmap.config import Config


@click.command("map", cls=Explained, examples=["procmap map examples/purchase_orders/log.csv --out process_map.svg"])
@sources_argument
@click.option("-o", "--out", type=File())
@reading_options
@pack_option
@run_options
def command(source: tuple[Path, ...], out: Path | None, **given: Any) -> None:
    """Draw the process as it runs."""
    from procmap import flow
    from procmap.cli.choosing import with_choice
    from procmap.cli.settings import configuration, engine_of
    from procmap.report.folder import write_file

    config = configuration(source, given)
    language = given.get("language") or message_language(sys.argv)

    def run(config: Config) -> str:
        with progress(quiet=given["quiet"], language=language) as tell, tell.watching(engine_of(given)) as engine:
            return flow.map_source(source, config, engine, progress=tell)

    drawing = with_choice(run, config, source, language)
    if out is None:
        write_markup(drawing)
        return
    write_file(out, drawing)
