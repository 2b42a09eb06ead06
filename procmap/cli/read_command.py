"""procmap read SOURCE."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procmap.cli.console import message_language, progress, write, write_json
from procmap.cli.explained import Explained
from procmap.cli.options import reading_options, run_options, sources_argument
from procmap.cli.values import File

if TYPE_CHECKING:
    from procmap.config import Config
    from procmap.reading import Reading


@click.command("read", cls=Explained, examples=["procmap read examples/purchase_orders/log.csv"])
@sources_argument
@click.option("--save", type=File())
@click.option("--words", "with_words", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@reading_options
@run_options
def command(source: tuple[Path, ...], save: Path | None, *, with_words: bool, as_json: bool, **given: Any) -> None:
    """Show what is understood of a file, without auditing it."""
    from procmap import loading
    from procmap.cli.choosing import with_choice
    from procmap.cli.printing import reading_json, reading_text, words_text
    from procmap.cli.settings import configuration, engine_of
    from procmap.config import columns_table
    from procmap.errors import ProcmapError
    from procmap.reading.refusals import refused_rows

    if save and save.exists():
        raise ProcmapError("config.exists", path=str(save))
    config = configuration(source, given)
    language = given.get("language") or message_language(sys.argv)

    def run(config: Config) -> Reading:
        with progress(quiet=given["quiet"], language=language) as tell, tell.watching(engine_of(given)) as engine:
            log, reading = loading.load_log(source, config, engine, tell, language)
            refusals = refused_rows(engine, reading.columns, language, reading.parts)
            if as_json:
                write_json(reading_json(log, reading, refusals, language))
            else:
                write(reading_text(log, reading, refusals, language))
            if with_words and not as_json:
                write("\n" + words_text(log.activities, config.vocabulary, language))
            return reading

    reading = with_choice(run, config, source, language)
    if save:
        try:
            save.write_text(columns_table({c.kind: c.name for c in reading.columns}), encoding="utf-8", newline="\n")
        except OSError as error:
            raise ProcmapError("config.not_writable", path=str(save)) from error
