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
@click.option("--interactive", is_flag=True)
@click.option("--words", "with_words", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@reading_options
@run_options
def command(
    source: tuple[Path, ...], save: Path | None, *, interactive: bool, with_words: bool, as_json: bool, **given: Any
) -> None:
    """Show what is understood of a file, without auditing it."""
    from procmap.errors import ProcmapError, UsageError

    if interactive and as_json:
        raise UsageError("cli.no_json_interactive")
    if interactive:
        _settle(source, save, given, with_words=with_words)
        return
    if save and save.exists():
        raise ProcmapError("config.exists", path=str(save))
    reading = _show(source, given, with_words=with_words, as_json=as_json)
    if save:
        _save(reading, save)


def _show(source: tuple[Path, ...], given: dict[str, Any], *, with_words: bool, as_json: bool) -> Reading:
    """Print what is understood."""
    from procmap import loading
    from procmap.cli.choosing import with_choice
    from procmap.cli.printing import reading_json, reading_text, words_text
    from procmap.cli.settings import configuration, engine_of
    from procmap.reading.refusals import refused_rows

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

    return with_choice(run, configuration(source, given), source, language)


def _save(reading: Reading, file: Path) -> None:
    """Keep the columns."""
    from procmap.cli.questions import source_columns
    from procmap.config_text import columns_table
    from procmap.errors import ProcmapError

    try:
        file.write_text(columns_table({c.kind: c.name for c in source_columns(reading)}), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ProcmapError("config.not_writable", path=str(file)) from error


def _settle(source: tuple[Path, ...], save: Path | None, given: dict[str, Any], *, with_words: bool) -> None:
    """Ask what is unclear, and keep what was settled."""
    from procmap import loading
    from procmap.cli.choosing import check_can_ask
    from procmap.cli.interview import Interview, Seen, keep, settled_file
    from procmap.cli.printing import reading_text, words_text
    from procmap.cli.settings import configuration, engine_of
    from procmap.reading.refusals import refused_rows

    check_can_ask(source)
    file, language = settled_file(source, save), given.get("language") or message_language(sys.argv)

    def look(config: Config) -> Seen:
        with progress(quiet=given["quiet"], language=language) as tell, tell.watching(engine_of(given)) as engine:
            log, reading = loading.load_log(source, config, engine, tell, language)
            refusals = refused_rows(engine, reading.columns, language, reading.parts)
            text = reading_text(log, reading, refusals, language)
            mark = engine.value("select sum(hash(e)) from event e"), log.activities, log.roles
            return Seen(reading, text, log.profile.cases, log.profile.events, log.activities, mark)

    interview = Interview(look, configuration(source, given), language)
    interview.hold()
    if with_words:
        write("\n" + words_text(interview.seen.activities, interview.config.vocabulary, language))
    keep(interview.settled(file), file, source, language)
