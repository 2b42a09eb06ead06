"""The flow: read a log, measure it, mine a model, find what could be simpler, redesign, report.

The only place where the stages meet.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from procmap.config import Config, nameless
from procmap.detectors import detect
from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.log import EventLog, build_log
from procmap.log.people import Privacy, settle_privacy
from procmap.measures import measure
from procmap.model.discovery import discover, load_miner
from procmap.procedures import language_of
from procmap.reading import Reading, read, split_values
from procmap.reading.people import hidden, hide_refusals
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
from procmap.report.fingerprints import Contents
from procmap.report.folder import check_folder, recover_folder, write_folder
from procmap.report.late_plan import newer_plan, with_newer_plan
from procmap.report.plan_toml import PLAN, PREVIOUS, plan_of, written
from procmap.report.process_map import process_map_svg
from procmap.report.run_toml import RUN, RunRecord, read_run, relative_to, source_of
from procmap.report.summary import log_summary, provenance

Progress = Callable[[str], None]
"""Called with the name of each stage as it begins."""

Newer = Callable[[Path], None]
"""Called with the path of a plan.toml that was saved while the run worked: the run used the text before."""

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
        privacy: What stands in for people in everything written.
    """

    source: Path
    config: Config
    audit: Audit
    models: Models
    reading: Reading
    refusals: tuple[tuple[int, str, str, str], ...]
    privacy: Privacy


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
        title=log.privacy.hide(title or config.title or reading.source.split(".")[0]),
        language=language,
        log=log_summary(log, reading, language, refusals[:SHOWN]),
        before=measures.figures,
        after=figures_after(measures, redesign, run) if accepted else measures.figures,
        findings=firm,
        minor=minor,
        not_evaluable=detection.not_evaluable,
        plan=plan,
        provenance=provenance(config.date, nameless(config, log.privacy)[0].chosen()),
    )
    models = Models(
        before=model.tree,
        after=edited(model.tree, [f.prudent for f in accepted if f.prudent]),
        roles={a.activity: a.role for a in measures.figures.activities},
        marks={label: "changed" for f in accepted for label in f.activities},
    )
    return Audited(source, config, audit, models, reading, refusals, log.privacy)


def load_log(
    source: Path, config: Config, engine: Engine, progress: Progress = lambda _: None
) -> tuple[EventLog, Reading]:
    """Read a source and build its log."""
    progress("read")
    reading = read(source, config.reading, engine)
    if not reading.events:
        raise ProcmapError("audit.nothing_left", path=source.name)
    progress("order")
    labels = [name for (name,) in engine.rows("select distinct activity_name from source_event order by 1")]
    privacy = settle_privacy(engine, reading.people, config.language or language_of(labels))
    hide_refusals(engine, privacy)
    return build_log(engine, config.calendar, privacy), hidden(reading, privacy)


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
    newer: Newer = lambda _: None,
) -> Written:
    """Audit a source and write the folder, whole or not at all; an existing plan.toml is carried over by key."""
    check_folder(folder, replace=replace_folder)
    lines, text = plan_of(folder)
    audited = audit_source(source, config, engine, lines=lines, progress=progress)
    progress("write")
    contents = _contents(audited, folder, extra=_kept(text), decided=lines, png=png)

    def late(old: Path) -> Contents:
        return _late(old, text, audited, contents, folder, newer)

    write_folder(folder, contents, replace=replace_folder, late=late, kept={} if text is None else {PREVIOUS: PLAN})
    return Written(folder, audited, str(contents["findings.json"]))


def _kept(plan: str | None) -> dict[str, str]:
    """The plan that the new one replaces, beside it."""
    return {} if plan is None else {PREVIOUS: plan}


def _late(
    old: Path, text: str | None, audited: Audited, contents: Contents, folder: Path, newer: Newer, *, carry: bool = True
) -> Contents:
    """What a plan saved since the start makes other, said to who asked."""
    data = newer_plan(old, text)
    if data is None:
        return {}
    newer(folder / PLAN)
    return with_newer_plan(contents, data, audited.audit, carry=carry)


def redesign_folder(
    folder: Path,
    engine: Engine,
    *,
    source: Path | None = None,
    where: tuple[str, ...] = (),
    progress: Progress = lambda _: None,
    newer: Newer = lambda _: None,
) -> Written:
    """Draw an audit again from the accepted lines of its plan.toml; every other file is rewritten.

    Args:
        folder: An earlier audit.
        engine: Where the tables live.
        source: The log, if it has moved or its path names people; another fingerprint is an error.
        where: The conditions that the audit left out of run.toml because they name people.
        progress: Told of each stage.
        newer: Told of a plan saved meanwhile, which stays as it is.
    """
    recover_folder(folder)
    for name in (RUN, PLAN):
        if not (folder / name).is_file():
            raise ProcmapError("audit.no_audit", path=str(folder), name=name)
    check_folder(folder, replace=True)
    run = read_run(written(folder / RUN), str(folder / RUN))
    lines, text = plan_of(folder)
    for name, given in (("source", source), ("where", where)):
        if name in run.left_out and not given:
            raise ProcmapError(f"audit.{name}_left_out", path=str(folder))
    found = source or source_of(run, folder)
    if not found.is_file():
        raise ProcmapError("audit.source_moved", path=str(found))
    if fingerprint(found) != run.sha256:
        raise ProcmapError("audit.other_source", path=str(found))
    config = replace(Config.from_chosen(dict(run.options)), language=run.language, date=dt.date.fromisoformat(run.date))
    config = config.with_options(where=(*config.reading.where, *where))
    audited = audit_source(found, config, engine, lines=lines, progress=progress)
    progress("write")
    previous = folder / PREVIOUS
    extra = {PLAN: text or ""} | _kept(written(previous) if previous.is_file() else None)
    contents = _contents(audited, folder, extra=extra, decided=lines, png=(folder / "before_after.png").is_file())

    def late(old: Path) -> Contents:
        return _late(old, text, audited, contents, folder, newer, carry=False)

    write_folder(folder, contents, replace=True, late=late, kept={name: name for name in extra})
    return Written(folder, audited, str(contents["findings.json"]))


def _contents(
    audited: Audited, folder: Path, *, extra: Mapping[str, str], decided: Mapping[str, PlanLine], png: bool
) -> dict[str, str | bytes]:
    path = relative_to(audited.source, folder)
    told, left_out = nameless(audited.config, audited.privacy)
    if audited.privacy.names.names_somebody(path):
        path, left_out = "", ("source", *left_out)
    run = RunRecord(
        source=path,
        sha256=audited.reading.fingerprint,
        options=told.chosen(),
        version=audited.audit.provenance.version,
        date=audited.config.date.isoformat(),
        language=audited.audit.language,
        left_out=left_out,
    )
    return audit_files(audited.audit, audited.models, run, audited.refusals, extra=extra, decided=decided, png=png)


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
    newer: Newer = lambda _: None,
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
        newer: Told of each plan saved meanwhile, whose decisions are carried over.
    """
    check_folder(folder, replace=replace_folder)
    with engine() as first:
        values = split_values(source, replace(config.reading, by=column), first)
    contents: dict[str, str | bytes] = {}
    compared = []
    lates: dict[str, Callable[[Path], Contents]] = {}
    kept: dict[str, str] = {}
    for (name, shown), value in zip(folder_names([value.shown for value in values]), values, strict=True):
        lines, text = plan_of(folder / name)
        where = (*config.reading.where, equality(column, value.written))
        one = replace(config, title=shown, reading=replace(config.reading, where=where))
        with engine() as own:
            audited = audit_source(source, one, own, lines=lines, progress=progress)
        files = _contents(audited, folder / name, extra=_kept(text), decided=lines, png=png)
        contents |= {f"{name}/{file}": content for file, content in files.items()}
        compared.append(Compared(shown, name, audited.audit))
        kept |= {} if text is None else {f"{name}/{PREVIOUS}": f"{name}/{PLAN}"}
        lates[name] = partial(_late, text=text, audited=audited, contents=files, folder=folder / name, newer=newer)
    contents["comparison.json"] = comparison_json(column, compared)

    def late(old: Path) -> Contents:
        return {f"{name}/{file}": content for name, one in lates.items() for file, content in one(old / name).items()}

    write_folder(folder, contents, replace=replace_folder, late=late, kept=kept)
    return tuple(compared)


def map_source(source: Path, config: Config, engine: Engine, progress: Progress = lambda _: None) -> str:
    """The process map of a source, as SVG."""
    audit = audit_source(source, config, engine, progress=progress).audit
    return process_map_svg(audit)
