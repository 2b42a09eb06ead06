"""The flow: read a log, measure it, mine a model, find what could be simpler, redesign, report.

The only place where the stages meet.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from procmap.config import Config, nameless
from procmap.detectors import detect
from procmap.engine import Engine
from procmap.findings import LegalStatus
from procmap.judgement.again import done_again
from procmap.judgement.choices import Choice, find_choices
from procmap.judgement.judging import judged
from procmap.judgement.law import standing
from procmap.judgement.paths import paths_of as decided_paths
from procmap.judgement.plan import PlanLine
from procmap.judgement.planning import make_plan
from procmap.language import words
from procmap.loading import Progress, load_log
from procmap.log import EventLog
from procmap.log.people import Privacy
from procmap.measures import measure
from procmap.measures.figures import Counts
from procmap.measures.glance import glance
from procmap.model.discovery import discover, load_miner
from procmap.procedures import language_of
from procmap.procedures.delays import legal_delays, with_delays
from procmap.procedures.procedure import Procedure, recognise
from procmap.reading import Reading
from procmap.reading.incoming import Given, paths_of
from procmap.reading.refusals import refused_rows
from procmap.redesign.after import figures_after
from procmap.redesign.gains import Redesign
from procmap.redesign.on_model import edited
from procmap.redesign.spread_after import find_spread
from procmap.redesign.steps import find_steps, with_durations
from procmap.redesign.time_after import find_time
from procmap.redesign.witness import find_witness
from procmap.report.audit import Audit
from procmap.report.before_after.changes import Changes
from procmap.report.files import Models
from procmap.report.pack_words import with_pack
from procmap.report.page import load_templates
from procmap.report.process_map import map_svg
from procmap.report.refused import is_own
from procmap.report.step_notes import with_kinds
from procmap.report.summary import log_summary, provenance

SHOWN = 50
"""Refused rows that the report shows; rejected_rows.csv holds all."""

WORKERS = 2
"""Threads beside the main one: the miner is Python, replays are numpy, the rest waits for the engine."""


@dataclass(frozen=True)
class Audited:
    """An audit with what its files are drawn from.

    Attributes:
        source: Its files, as given.
        config: Options.
        audit: Everything that a report shows.
        models: The models before and after.
        reading: What was understood of the source.
        refusals: (line, column, value, reason) of every refused row.
        privacy: What stands in for people in everything written.
    """

    source: tuple[Path, ...]
    config: Config
    audit: Audit
    models: Models
    reading: Reading
    refusals: tuple[tuple[int, str, str, str], ...]
    privacy: Privacy


def audit_source(
    source: Given,
    config: Config,
    engine: Engine,
    *,
    lines: Mapping[str, PlanLine] | None = None,
    title: str | None = None,
    progress: Progress = lambda _: None,
) -> Audited:
    """Audit a source.

    Args:
        source: The file, or the files of one log.
        config: Options.
        engine: Where the tables live.
        lines: What the analyst decided earlier, by finding key.
        title: What the pictures and the report are headed with; see `_title` for the default.
        progress: Told of each stage.
    """
    warming = threading.Thread(target=load_miner, daemon=True)
    warming.start()
    log, reading = load_log(source, config, engine, progress)
    progress("measure")
    procedure = recognise(config.pack, log.events_by_label())
    measures = measure(log, config.vocabulary, with_delays(config.steps, procedure), procedure=procedure, sojourns=False)
    heard = language_of(log.activities)
    language = config.language or heard or config.spoken
    with ThreadPoolExecutor(WORKERS) as workers:
        progress("model")
        warming.join()
        mined = workers.submit(discover, [(v.activities, v.count) for v in measures.figures.variants])
        workers.submit(load_templates)
        progress("find")
        detection = detect(measures, config.thresholds)
        progress("redesign")
        redesign = Redesign.of_measures(measures)
        firm, minor = judged(measures, redesign, detection.candidates, language, workers)
        paths = decided_paths(measures)
        plan, run = make_plan(measures, redesign, firm, lines or {}, paths)
        model = mined.result()
    accepted = tuple(f for f in firm if f.identity in plan.accepted)
    steps = find_steps(redesign, run, accepted, measures.figures, measures.kinds)
    before = with_durations(measures.figures, {step.activity: step.before for step in steps})
    after = figures_after(measures, redesign, run, accepted) if accepted else before
    touched = {step.activity for step in steps if step.touched_by}
    time = find_time(measures, redesign, run, touched, after.cycle_time.mean_days)
    lapsed = {log.activities[code] for code in measures.time_spent.lapsed}
    counts = Counts(after.steps, after.handovers, after.approvals)
    choices = find_choices(measures, redesign, firm, Choice(plan, after.cycle_time, counts, time), paths)
    refusals = refused_rows(engine, reading.columns, language, reading.parts)
    audit = Audit(
        title=log.privacy.hide(title or _title(config, procedure, language)),
        language=language,
        log=with_pack(
            with_kinds(
                log_summary(log, reading, language, refusals[:SHOWN], known=heard is not None), measures, config.steps, language,
            ),
            measures, config.pack, config.date, language,
        ),
        before=before,
        after=with_durations(after, {step.activity: step.after for step in steps}),
        findings=firm,
        minor=minor,
        not_evaluable=detection.not_evaluable,
        plan=plan,
        provenance=provenance(config.date, nameless(config, log.privacy)[0].chosen()),
        steps=steps,
        time=time,
        terms=tuple(one for one in legal_delays(config.steps, procedure) if one.label in lapsed),
        protected=_protected(log, procedure, language),
        set_aside=tuple(line for line in (lines or {}).values() if not line.accept and is_own(line.reason or "")),
        spread=find_spread(redesign, run, accepted),
        witness=find_witness(measures, redesign, run, accepted),
        choices=choices,
        sessions=measures.session_calendars,
    )
    models = Models(
        before=model.tree,
        after=edited(model.tree, [f.prudent for f in accepted if f.prudent]),
        roles={a.activity: a.role for a in measures.figures.activities},
    )
    return Audited(paths_of(source), config, audit, models, reading, refusals, log.privacy)


def _title(config: Config, procedure: Procedure, language: str) -> str:
    """What everything is headed with: the title given, else the procedure's name; the name of a file is no title."""
    return config.title or (procedure.pack.name.of(language) if procedure.pack else words(language)("picture.unnamed"))


def _protected(log: EventLog, procedure: Procedure, language: str) -> tuple[tuple[str, str], ...]:
    """Every step that a text protects, with the rule and the text; the log has been measured."""
    labels, again = log.activities, done_again(log, procedure)
    found = ((label, standing(label, labels, procedure, again)) for label in labels)
    return tuple(
        (label, f"{one.shield.reason(language)} ({one.shield.basis})")
        for label, one in found if one.status == LegalStatus.LEGAL and one.shield
    )  # fmt: skip


def map_source(source: Given, config: Config, engine: Engine, progress: Progress = lambda _: None) -> str:
    """The process map of a source, as SVG: nothing is looked for, so no finding is marked."""
    log, _ = load_log(source, config, engine, progress)
    progress("measure")
    procedure = recognise(config.pack, log.events_by_label())
    figures = glance(log, config.vocabulary, config.steps)
    language = config.language or language_of(log.activities) or config.spoken
    progress("draw")
    title = log.privacy.hide(_title(config, procedure, language))
    return map_svg(figures, title, words(language), Changes(locks=dict(_protected(log, procedure, language))))
