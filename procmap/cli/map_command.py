"""procmap map SOURCE --out FILE.svg."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from procmap.cli.console import message_language, progress, write
from procmap.cli.options import reading_options, run_options


@click.command(name="map")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The SVG to write; standard output by default.")
@reading_options
@run_options
def command(source: Path, out: Path | None, **given: Any) -> None:
    r"""Draw the process as it runs.

    \b
    Example:
      procmap map examples/purchase_orders/log.csv --out process_map.svg
    """
    from procmap import flow
    from procmap.cli.settings import configuration, engine_of
    from procmap.report.folder import write_file

    config = configuration(source, given)
    language = given.get("language") or message_language(sys.argv)
    with progress(quiet=given["quiet"], language=language) as tell, engine_of(given) as engine:
        drawing = flow.map_source(source, config, engine, progress=tell)
    if out is None:
        write(drawing)
        return
    write_file(out, drawing)
