"""The flow: read a log, measure it, mine a model, find what could be simpler, redesign, report.

The only place where the stages meet.
"""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from procmap.config import Config
from procmap.detectors import Detection, detect
from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.findings import Finding, Legal
from procmap.findings.grade import graded, matters
from procmap.language import words
from procmap.log import EventLog, build_log
from procmap.measures import Measures, measure
from procmap.model.discovery import discover, load_miner
from procmap.procedures import language_of, protection_of
from procmap.reading import Reading, read, split_values
from procmap.reading.source import fingerprint
from procmap.redesign.after import figures_after
from procmap.redesign.gains import Redesign
from procmap.redesign.on_model import edited
from procmap.redesign.plan import PlanLine
from procmap.redesign.planning import make_plan, ranked
from procmap.redesign.replay import load_traces
from procmap.report.audit import Audit
from procmap.report.comparison import Compared, comparison_json, folder_names
from procmap.report.files import Models, audit_files
from procmap.report.folder import check_folder, write_folder
from procmap.report.plan_toml import read_plan
from procmap.report.process_map import process_map_svg
from procmap.report.run_toml import RunRecord, read_run
from procmap.report.summary import log_summary, provenance

Progress = Callable[[str], None]
"""Called with the name of each stage as it begins."""

PLAN, RUN, PREVIOUS = "plan.toml", "run.toml", "plan.previous.toml"

SHOWN = 50
"""Refused rows that the report shows; rejected_rows.csv holds all."""

BATCHED = 0.6
"""Relative rhythm (see measures.time.sessions) below which an activity is replayed with its observed sessions ..."""

OWN_RHYTHM = 0.75
"""... when it is also below this share of the rhythm in which its files become ready: else it only inherits one."""


@dataclass(frozen=True)
class Audited:
    """An audit with what its files are drawn from.

    Attributes:
        audit: Everything that a report shows.
        models: The models before and after.
        reading: What was understood of the source.
        refusals: (line, column, value, reason) of every refused row.
    """

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
    measures = measure(log)
    progress("model")
    warming.join()
    model = discover([(v.activities, v.count) for v in measures.figures.variants])
    progress("find")
    detection = detect(measures, config.thresholds)
    progress("redesign")
    redesign = _redesign_of(measures)
    language = config.language or language_of(log.activities)
    firm, minor = _judged(measures, redesign, detection, language)
    plan, run = make_plan(redesign, firm, lines or {})
    accepted = tuple(f for f in firm if f.identity in plan.accepted)
    refusals = refusals_of(engine, reading, language)
    audit = Audit(
        title=title or config.title or source.name.split(".")[0],
        language=language,
        log=log_summary(log, reading, language, refusals[:SHOWN]),
        before=measures.figures,
        after=figures_after(measures, redesign, run) if accepted else measures.figures,
        findings=firm,
        minor=minor,
        not_evaluable=detection.not_evaluable,
        plan=plan,
        provenance=provenance(config.date, tuple((name, _plain(value)) for name, value in config.chosen())),
    )
    models = Models(
        before=model.tree,
        after=edited(model.tree, [f.prudent for f in accepted if f.prudent]),
        roles={a.activity: a.role for a in measures.figures.activities},
        marks={label: "changed" for f in accepted for label in f.activities},
    )
    return Audited(audit, models, reading, refusals)


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


def _redesign_of(measures: Measures) -> Redesign:
    batched = tuple(
        r.activity for r in measures.rhythms if r.ratio <= BATCHED and r.ratio <= OWN_RHYTHM * r.ready_ratio
    )
    return Redesign.of(measures.log, load_traces(measures.log, measures.concurrent, batched))


def _judged(
    measures: Measures,
    redesign: Redesign,
    detection: Detection,
    language: str,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings with their legal status, gain, grade and rank; apart, those that hold and do not matter."""
    profile, cycle = measures.log.profile, measures.figures.cycle_time
    hours_a_day = _hours_a_day(measures.log)
    firm: list[Finding] = []
    minor: list[Finding] = []
    for found in detection.findings:
        checked = _with_legal(found, measures.log.activities, language)
        finding = graded(checked, closed_cases=profile.closed_cases, weeks=profile.weeks)
        if finding.whole is not None and finding.prudent is not None:
            most, likely = redesign.outcome([finding.whole]), redesign.outcome([finding.prudent])
            gain = redesign.gain(most, likely, finding.prudent.op)
            finding = replace(finding, gain=gain)
            if not matters(
                gain,
                closed_cases=profile.closed_cases,
                mean_cycle_hours=cycle.mean_office_hours,
                hours_a_day=hours_a_day,
            ):
                minor.append(finding)
                continue
        firm.append(finding)
    order = ranked(firm)
    return order, tuple(replace(f, identity=f"M{i:02d}") for i, f in enumerate(ranked(minor), start=1))


def _hours_a_day(log: EventLog) -> float:
    """Mean opening hours of the days that are open."""
    open_days = [sum(closes - opens for opens, closes in day) for day in log.calendar.week if day]
    return sum(open_days) / len(open_days) / 3_600_000_000


def _with_legal(finding: Finding, labels: Sequence[str], language: str) -> Finding:
    """The finding with what the register of protected steps says of its activities; a legal protection counts before others.

    What may still be changed about a protected step is its medium; any other change becomes a question.
    """
    found = [p for p in (protection_of(label, labels) for label in finding.activities) if p]
    found.sort(key=lambda protection: protection.status != "legal")
    if not found:
        return finding
    shield = found[0]
    legal = Legal(shield.status, shield.basis, shield.confidence, shield.checked_on, shield.reason(language))
    if shield.status == "legal" and not _may_still(finding, shield.forbids):
        return replace(finding, legal=legal, grade="C", whole=None, prudent=None)
    return replace(finding, legal=legal)


def _may_still(finding: Finding, forbidden: Sequence[str]) -> bool:
    return all(edit.op == "automate" and edit.op not in forbidden for edit in (finding.whole, finding.prudent) if edit)


def refusals_of(engine: Engine, reading: Reading, language: str) -> tuple[tuple[int, str, str, str], ...]:
    """Refused rows with their reason as a sentence; values of a column of people are masked."""
    say = words(language)
    people = {column.name for column in reading.columns if column.kind == "resource"}
    rows = engine.rows("select line, column_name, value, reason from refusal order by line, column_name")
    return tuple(
        (line, column or "", "***" if column in people else (value or ""), say(f"reading.{reason}"))
        for line, column, value, reason in rows
    )


def _plain(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value)


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
    lines, kept = _old_plan(folder)
    audited = audit_source(source, config, engine, lines=lines, progress=progress)
    return _write(audited, source, folder, config, extra=kept, png=png, progress=progress)


def _old_plan(folder: Path) -> tuple[Mapping[str, PlanLine], Mapping[str, str]]:
    """The decisions of the plan that a folder holds, by key, and the file to keep beside the new one."""
    file = folder / PLAN
    if not file.is_file():
        return {}, {}
    text = _text_of(file)
    return read_plan(text.removeprefix("\ufeff"), str(file)), {PREVIOUS: text}


def _text_of(file: Path) -> str:
    """The text of a file that a person may have saved: with its line ends, and the byte order mark if it has one."""
    data = file.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = str(data.count(b"\n", 0, problem.start) + 1)
        raise ProcmapError("report.plan_not_toml", where=str(file), line=line, problem="UTF-8 ?") from None


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
    texts = {}
    for name in (RUN, PLAN):
        if not (folder / name).is_file():
            raise ProcmapError("audit.no_audit", path=str(folder), name=name)
        texts[name] = _text_of(folder / name)
    run = read_run(texts[RUN], str(folder / RUN))
    lines = read_plan(texts[PLAN].removeprefix("\ufeff"), str(folder / PLAN))
    found = source or Path(os.path.normpath(folder / run.source))
    if not found.is_file():
        raise ProcmapError("audit.source_moved", path=str(found))
    if fingerprint(found) != run.sha256:
        raise ProcmapError("audit.other_source", path=str(found))
    config = replace(Config.from_chosen(dict(run.options)), language=run.language, date=dt.date.fromisoformat(run.date))
    audited = audit_source(found, config, engine, lines=lines, progress=progress)
    png = (folder / "before_after.png").is_file()
    return _write(audited, found, folder, config, extra={PLAN: texts[PLAN]}, png=png, progress=progress)


def _write(
    audited: Audited,
    source: Path,
    folder: Path,
    config: Config,
    *,
    extra: Mapping[str, str],
    png: bool,
    progress: Progress,
) -> Written:
    progress("write")
    contents = _contents(audited, source, folder, config, extra=extra, png=png)
    write_folder(folder, contents, replace=True)
    return Written(folder, audited, str(contents["findings.json"]))


def _contents(
    audited: Audited,
    source: Path,
    folder: Path,
    config: Config,
    *,
    extra: Mapping[str, str],
    png: bool,
) -> dict[str, str | bytes]:
    run = RunRecord(
        source=_relative(source, folder),
        sha256=audited.reading.fingerprint,
        options=config.chosen(),
        version=audited.audit.provenance.version,
        date=config.date.isoformat(),
        language=audited.audit.language,
    )
    return audit_files(audited.audit, audited.models, run, audited.refusals, extra=extra, png=png)


def _relative(source: Path, folder: Path) -> str:
    """The source as seen from the folder, with forward slashes; absolute on another drive."""
    try:
        return Path(os.path.relpath(source.absolute(), folder.absolute())).as_posix()
    except ValueError:
        return source.absolute().as_posix()


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
        lines, kept = _old_plan(folder / name)
        condition = f"{_in_quotes(column)} = {_in_quotes(value)}"
        one = replace(config, title=value, reading=replace(config.reading, where=(*config.reading.where, condition)))
        with engine() as own:
            audited = audit_source(source, one, own, lines=lines, progress=progress)
        files = _contents(audited, source, folder / name, one, extra=kept, png=png)
        contents |= {f"{name}/{file}": content for file, content in files.items()}
        compared.append(Compared(value, name, audited.audit))
    contents["comparison.json"] = comparison_json(column, compared)
    write_folder(folder, contents, replace=replace_folder)
    return tuple(compared)


def _in_quotes(text: str) -> str:
    """A name or a value as a condition writes it."""
    return f"'{text}'" if '"' in text else f'"{text}"'


def map_source(source: Path, config: Config, engine: Engine, progress: Progress = lambda _: None) -> str:
    """The process map of a source, as SVG."""
    audit = audit_source(source, config, engine, progress=progress).audit
    return process_map_svg(audit)
