"""procmap: see a procedure as it really runs, and what could be simpler, on what evidence.

In a notebook:

    import procmap
    log = procmap.read_log("log.csv")        # log.to_frame(), log.to_pm4py()
    procmap.tables(log)["flows"]              # also events, cases, activities, variants: pandas frames
    audit = procmap.audit("log.csv")          # audit.findings, audit.plan, audit.before, audit.after
    procmap.audit("log.csv", out="audit")     # the same, and the folder is written
    procmap.redraw("audit")                   # again, from the accepted lines of its plan.toml
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # nothing is imported here: `procmap --help` answers as fast as Python starts
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from procmap.log import EventLog
    from procmap.report.audit import Audit

__all__ = ["audit", "read_log", "redraw", "tables"]


def audit(source: str | Path | Sequence[str | Path], out: str | Path | None = None, **options: Any) -> Audit:
    """Audit a log.

    Args:
        source: The file, or the files of one log.
        out: A folder to write; replaced if it exists, its plan.toml carried over.
        options: As on the command line, with underscores: case, activity, time, hours, holidays, where, pack, language ...

    Raises:
        procmap.errors.ProcmapError: The input cannot be used.
    """
    from pathlib import Path

    from procmap import flow, publishing
    from procmap.config import load_config
    from procmap.engine import Engine

    files = _paths(source)
    config = load_config(None, files[0]).with_options(**options)
    with Engine() as engine:
        if out is None:
            return flow.audit_source(files, config, engine).audit
        return publishing.audit_to_folder(files, Path(out), config, engine, replace_folder=True).audited.audit


def read_log(source: str | Path | Sequence[str | Path], **options: Any) -> EventLog:
    """Read a log; its tables live as long as the value returned. Options as for `audit`."""
    from procmap.config import load_config
    from procmap.engine import Engine
    from procmap.loading import load_log

    files = _paths(source)
    config = load_config(None, files[0]).with_options(**options)
    return load_log(files, config, Engine())[0]


def redraw(
    folder: str | Path, source: str | Path | Sequence[str | Path] = (), where: tuple[str, ...] = (), pack: str | None = None
) -> Audit:
    """Draw an audit again from the accepted lines of its plan.toml.

    Args:
        folder: The audit.
        source: The files of the log, if they have moved or a path names people.
        where: Conditions of the audit that run.toml left out because they name people.
        pack: The procedure pack, if it is another, or if its path names people.
    """
    from pathlib import Path

    from procmap import publishing
    from procmap.engine import Engine

    with Engine() as engine:
        return publishing.redesign_folder(Path(folder), engine, source=_paths(source), where=where, pack=pack).audited.audit


def _paths(source: str | Path | Sequence[str | Path]) -> tuple[Path, ...]:
    from pathlib import Path

    return (Path(source),) if isinstance(source, str | Path) else tuple(map(Path, source))


def tables(log: EventLog) -> dict[str, Any]:
    """The log and its measures as pandas frames: events, cases, activities, flows, variants.

    Durations are in office hours and calendar days as the columns' names say; flows without a source open a case.
    """
    from dataclasses import asdict

    import pandas as pd

    from procmap.measures import measure

    figures = measure(log).figures
    return {
        "events": log.to_frame(),
        "cases": log.cases_frame(),
        "activities": pd.DataFrame([asdict(row) for row in figures.activities]),
        "flows": pd.DataFrame([asdict(row) for row in figures.flows]),
        "variants": pd.DataFrame([{"activities": list(row.activities), "cases": row.count} for row in figures.variants]),
    }
