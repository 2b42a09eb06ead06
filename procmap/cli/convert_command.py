"""procmap convert SOURCE... --out FILE.csv|.parquet|.xes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procmap.cli.console import message_language, progress, write
from procmap.cli.explained import Explained
from procmap.cli.options import reading_options, run_options, sources_argument
from procmap.cli.values import File

if TYPE_CHECKING:
    from procmap.config import Config


@click.command("convert", cls=Explained, examples=["procmap convert examples/purchase_orders/log.csv --out log.xes"])
@sources_argument
@click.option("-o", "--out", required=True, type=File())
@click.option("--names", is_flag=True)
@click.option("--all", "with_others", is_flag=True)
@click.option("--force", is_flag=True)
@reading_options
@run_options
def command(source: tuple[Path, ...], out: Path, *, names: bool, with_others: bool, force: bool, **given: Any) -> None:
    """Write the log as it is understood."""
    from procmap.cli.choosing import with_choice
    from procmap.cli.printing import reading_text
    from procmap.cli.settings import configuration, engine_of
    from procmap.converting import convert
    from procmap.reading.refusals import refused_rows

    config = configuration(source, given)
    language = given.get("language") or message_language(sys.argv)

    def run(config: Config) -> None:
        with progress(quiet=given["quiet"], language=language) as tell, tell.watching(engine_of(given)) as engine:
            log, reading = convert(
                source, out, config, engine, names=names, with_others=with_others, replace=force, progress=tell, language=language
            )
            write(reading_text(log, reading, refused_rows(engine, reading.columns, language, reading.parts), language))

    with_choice(run, config, source, language)
