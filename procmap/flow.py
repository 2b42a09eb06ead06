"""The flow: read a log, measure it, mine a model, find what could be simpler, redesign, report.

The only place where the stages meet.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from procmap.config import Config
from procmap.detectors import detect
from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.log import EventLog, build_log
from procmap.measures import measure
from procmap.model.discovery import discover, load_miner
from procmap.procedures import language_of
from procmap.reading import Reading, read, split_values
from procmap.reading.refusals import refused_rows
from procmap.reading.restriction import equality
from procmap.reading.source import fingerprint
from procmap.redesign.after import figures_after
from procmap.redesign.gains import Redesign
from procmap.redesign.judging import judged
from procmap.redesign.on_model import edited
from procmap.redesign.plan import PlanLine
from procmap.redesign.planning import make_plan
from procmap.report.audit import Audit
from procmap.report.comparison import Compared, comparison_json, folder_names
from procmap.report.files import Models, audit_files
from procmap.report.folder import check_folder, write_folder
from procmap.report.plan_toml import PLAN, plan_of, written
from procmap.report.process_map import process_map_svg
from procmap.report.run_toml import RUN, RunRecord, read_run, relative_to, source_of
from procmap.report.summary import log_summary, provenance

Progress = Callable[[str], None]
"""Called with the name of each stage as it begins."""

PREVIOUS = "plan.previous.toml"

SHOWN = 50
"""Refused rows that the report shows; rejected_rows.csv holds all."""

WORKERS = 2
"""Threads beside the main one: the miner is Python, replays are numpy, the rest waits for the engine."""


@dataclass(frozen=True)
class Audited:
    """An audit with what its files are drawn from.

    Attributes:
        source: The file.
        config: Options.
        audit: Everything that a report shows.
        models: The models before and after.
        reading: What was understood of the source.
        refusals: (line, column, value, reason) of every refused row.
    """

    source: Path
    config: Config
    audit: Audit
    models: Models
    reading: Reading
    refusals: tuple[tuple[int, str, str, str], ...]


def audit_source(
    source: Path,
    config: Config,
    engine: Engine,
    *,
    lines: Mapping[str, PlanLine] | None = None,
    title: str | None = None,
    progress: Progress = lambda _: None,
) -> Audited:
    """Audit a source.

    Args:
        source: The file.
        config: Options.
        engine: Where the tables live.
        lines: What the analyst decided earlier, by finding key.
        title: What the pictures are headed with; the source's name by default.
        progress: Told of each stage.
    """
    warming = threading.Thread(target=load_miner, daemon=True)
    warming.start()
    log, reading = load_log(source, config, engine, progress)
    progress("measure")
    measures = measure(log, config.vocabulary)
    language = config.language or language_of(log.activities)
    with ThreadPoolExecutor(WORKERS) as workers:
        progress("model")
        warming.join()
        mined = workers.submit(discover, [(v.activities, v.count) for v in measures.figures.variants])
        progress("find")
        detection = detect(measures, config.thresholds)
        progress("redesign")
        redesign = Redesign.of_measures(measures)
        firm, minor = judged(measures, redesign, detection.findings, language, workers)
        plan, run = make_plan(redesign, firm, lines or {})
        model = mined.result()
    accepted = tuple(f for f in firm if f.identity in plan.accepted)
    refusals = refused_rows(engine, reading.columns, language)
    audit = Audit(
        title=title or config.title or reading.source.split(".")[0],
        language=language,
        log=log_summary(log, reading, language, refusals[:SHOWN]),
        before=measures.figures,
        after=figures_after(measures, redesign, run) if accepted else measures.figures,
        findings=firm,
        minor=minor,
        not_evaluable=detection.not_evaluable,
        plan=plan,
        provenance=provenance(config.date, config.chosen()),
    )
    models = Models(
        before=model.tree,
        after=edited(model.tree, [f.prudent for f in accepted if f.prudent]),
        roles={a.activity: a.role for a in measures.figures.activities},
        marks={label: "changed" for f in accepted for label in f.activities},
    )
    return Audited(source, config, audit, models, reading, refusals)


def load_log(
    source: Path, config: Config, engine: Engine, progress: Progress = lambda _: None
) -> tuple[EventLog, Reading]:
    """Read a source and build its log."""
    progress("read")
    reading = read(source, config.reading, engine)
    if not reading.events:
        raise ProcmapError("audit.nothing_left", path=source.name)
    progress("order")
    return build_log(engine, config.calendar), reading


@dataclass(frozen=True)
class Written:
    """An audit on disk."""

    folder: Path
    audited: Audited
    findings_json: str


def audit_to_folder(
    source: Path,
    folder: Path,
    config: Config,
    engine: Engine,
    *,
    replace_folder: bool = False,
    png: bool = False,
    progress: Progress = lambda _: None,
) -> Written:
    """Audit a source and write the folder, whole or not at all; an existing plan.toml is carried over by key."""
    check_folder(folder, replace=replace_folder)
    lines, text = plan_of(folder)
    audited = audit_source(source, config, engine, lines=lines, progress=progress)
    return _write(audited, folder, extra=_kept(text), png=png, progress=progress)


def _kept(plan: str | None) -> dict[str, str]:
    """The plan that the new one replaces, beside it."""
    return {} if plan is None else {PREVIOUS: plan}


def redesign_folder(
    folder: Path, engine: Engine, *, source: Path | None = None, progress: Progress = lambda _: None
) -> Written:
    """Draw an audit again from the accepted lines of its plan.toml; every other file is rewritten.

    Args:
        folder: An earlier audit.
        engine: Where the tables live.
        source: The log, if it has moved; another fingerprint is an error.
        progress: Told of each stage.
    """
    for name in (RUN, PLAN):
        if not (folder / name).is_file():
            raise ProcmapError("audit.no_audit", path=str(folder), name=name)
    run = read_run(written(folder / RUN), str(folder / RUN))
    lines, text = plan_of(folder)
    found = source or source_of(run, folder)
    if not found.is_file():
        raise ProcmapError("audit.source_moved", path=str(found))
    if fingerprint(found) != run.sha256:
        raise ProcmapError("audit.other_source", path=str(found))
    config = replace(Config.from_chosen(dict(run.options)), language=run.language, date=dt.date.fromisoformat(run.date))
    audited = audit_source(found, config, engine, lines=lines, progress=progress)
    png = (folder / "before_after.png").is_file()
    return _write(audited, folder, extra={PLAN: text or ""}, png=png, progress=progress)


def _write(audited: Audited, folder: Path, *, extra: Mapping[str, str], png: bool, progress: Progress) -> Written:
    progress("write")
    contents = _contents(audited, folder, extra=extra, png=png)
    write_folder(folder, contents, replace=True)
    return Written(folder, audited, str(contents["findings.json"]))


def _contents(audited: Audited, folder: Path, *, extra: Mapping[str, str], png: bool) -> dict[str, str | bytes]:
    run = RunRecord(
        source=relative_to(audited.source, folder),
        sha256=audited.reading.fingerprint,
        options=audited.config.chosen(),
        version=audited.audit.provenance.version,
        date=audited.config.date.isoformat(),
        language=audited.audit.language,
    )
    return audit_files(audited.audit, audited.models, run, audited.refusals, extra=extra, png=png)


def audit_by(
    source: Path,
    folder: Path,
    config: Config,
    column: str,
    engine: Callable[[], Engine],
    *,
    replace_folder: bool = False,
    png: bool = False,
    progress: Progress = lambda _: None,
) -> tuple[Compared, ...]:
    """One audit for each value of a column, each in a folder of its own, and their comparison.

    Args:
        source: The file.
        folder: Holds one folder for each value, and comparison.json.
        config: Options.
        column: Its values split the log by case.
        engine: Makes an engine for each audit.
        replace_folder: Replace an existing folder.
        png: Also the pictures as PNG.
        progress: Told of each stage.
    """
    check_folder(folder, replace=replace_folder)
    with engine() as first:
        values = split_values(source, replace(config.reading, by=column), first)
    contents: dict[str, str | bytes] = {}
    compared = []
    for name, value in folder_names(values):
        lines, text = plan_of(folder / name)
        one = replace(config, title=value, reading=replace(config.reading, where=(*config.reading.where, equality(column, value))))
        with engine() as own:
            audited = audit_source(source, one, own, lines=lines, progress=progress)
        files = _contents(audited, folder / name, extra=_kept(text), png=png)
        contents |= {f"{name}/{file}": content for file, content in files.items()}
        compared.append(Compared(value, name, audited.audit))
    contents["comparison.json"] = comparison_json(column, compared)
    write_folder(folder, contents, replace=replace_folder)
    return tuple(compared)


def map_source(source: Path, config: Config, engine: Engine, progress: Progress = lambda _: None) -> str:
    """The process map of a source, as SVG."""
    audit = audit_source(source, config, engine, progress=progress).audit
    return process_map_svg(audit)
