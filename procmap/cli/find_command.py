"""procmap find SOURCE."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procmap.cli.console import message_language, progress, write_json
from procmap.cli.explained import Explained
from procmap.cli.options import pack_option, reading_options, run_options, sources_argument

if TYPE_CHECKING:
    from procmap.config import Config
    from procmap.report.audit import Audit


@click.command("find", cls=Explained, examples=["procmap find examples/purchase_orders/log.csv"])
@sources_argument
@click.option("--json", "as_json", is_flag=True)
@reading_options
@pack_option
@run_options
def command(source: tuple[Path, ...], *, as_json: bool, **given: Any) -> None:
    """List what could be simpler, without writing a folder."""
    from procmap import flow
    from procmap.cli.choosing import with_choice
    from procmap.cli.printing import print_summary
    from procmap.cli.settings import configuration, engine_of
    from procmap.report.findings_json import findings_json

    config = configuration(source, given)
    language = given.get("language") or message_language(sys.argv)

    def run(config: Config) -> Audit:
        with progress(quiet=given["quiet"], language=language) as tell, tell.watching(engine_of(given)) as engine:
            return flow.audit_source(source, config, engine, progress=tell).audit

    audit = with_choice(run, config, source, language)
    if as_json:
        write_json(findings_json(audit, []))
    else:
        print_summary(audit, None)
