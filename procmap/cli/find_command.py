"""procmap find SOURCE."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from procmap.cli.console import message_language, progress, write_json
from procmap.cli.explained import Explained
from procmap.cli.options import reading_options, run_options, sources_argument


@click.command("find", cls=Explained, examples=["procmap find examples/purchase_orders/log.csv"])
@sources_argument
@click.option("--json", "as_json", is_flag=True)
@reading_options
@run_options
def command(source: tuple[Path, ...], *, as_json: bool, **given: Any) -> None:
    """List what could be simpler, without writing a folder."""
    from procmap import flow
    from procmap.cli.printing import print_summary
    from procmap.cli.settings import configuration, engine_of
    from procmap.report.findings_json import findings_json

    config = configuration(source, given)
    language = given.get("language") or message_language(sys.argv)
    with progress(quiet=given["quiet"], language=language) as tell, tell.watching(engine_of(given)) as engine:
        audit = flow.audit_source(source, config, engine, progress=tell).audit
    if as_json:
        write_json(findings_json(audit, []))
    else:
        print_summary(audit, None)
