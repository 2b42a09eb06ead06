"""procmap audit SOURCE --out FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procmap.cli.console import message_language, progress, write, write_json
from procmap.cli.explained import Explained
from procmap.cli.options import pack_option, reading_options, run_options, sources_argument
from procmap.language import words
from procmap.language.shown import visible

if TYPE_CHECKING:
    from procmap.config import Config
    from procmap.publishing import Written
    from procmap.report.comparison import Compared


@click.command("audit", cls=Explained, examples=["procmap audit examples/purchase_orders/log.csv --out audit"])
@sources_argument
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), metavar="folder")
@click.option("--force", is_flag=True)
@click.option("--png", is_flag=True)
@click.option("--by", metavar="column")
@click.option("--json", "as_json", is_flag=True)
@click.option("--open", "opened", is_flag=True)
@reading_options
@pack_option
@run_options
def command(
    source: tuple[Path, ...], out: Path, *, force: bool, png: bool, by: str | None, as_json: bool, opened: bool, **given: Any
) -> None:
    """Audit a log and write everything that procmap can say of it to a folder."""
    from procmap import publishing
    from procmap.cli.choosing import with_choice
    from procmap.cli.plan_notice import tell_newer_plan
    from procmap.cli.printing import print_comparison, print_summary
    from procmap.cli.settings import configuration, engine_of
    from procmap.report.comparison import comparison_json

    config = configuration(source, given)
    language = given.get("language") or message_language(sys.argv)
    newer = tell_newer_plan(message_language(sys.argv))

    def run_by(config: Config) -> tuple[Compared, ...]:
        with progress(quiet=given["quiet"], language=language) as tell:
            return publishing.audit_by(
                source, out, config, str(by), lambda: tell.watching(engine_of(given)), replace_folder=force, png=png,
                progress=tell, newer=newer,
            )

    def run(config: Config) -> Written:
        with progress(quiet=given["quiet"], language=language) as tell, tell.watching(engine_of(given)) as engine:
            return publishing.audit_to_folder(
                source, out, config, engine, replace_folder=force, png=png, progress=tell, newer=newer,
            )

    if by:
        compared = with_choice(run_by, config, source, language)
        if as_json:
            write_json(comparison_json(by, compared))
        else:
            print_comparison(compared)
        if opened:
            _open(out, language)
        return
    written = with_choice(run, config, source, language)
    if as_json:
        write_json(written.findings_json)
    else:
        print_summary(written.audited.audit, out)
    if opened:
        _open(out / "report.html", language)


def _open(path: Path, language: str) -> None:
    """Show a file with whatever the desktop opens it with; where it has nothing, that is said and the run has still succeeded."""
    sys.stdout.flush()
    if click.launch(str(path.absolute())):
        write(words(language)("cli.not_opened", path=visible(str(path))), err=True)
