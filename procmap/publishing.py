"""Audits on disk: the flow, and then a folder written whole or not at all; again, and one for each value of a column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from procmap.config import Config, nameless
from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.flow import Audited, audit_source
from procmap.judgement.plan import PlanLine
from procmap.loading import Progress
from procmap.reading import split_values
from procmap.reading.fingerprint import fingerprint
from procmap.reading.incoming import Given, incoming, is_lasting, paths_of
from procmap.reading.restriction import equality
from procmap.report.comparison import Compared, comparison_json, folder_names
from procmap.report.files import audit_files
from procmap.report.fingerprints import Contents
from procmap.report.folder import check_folder, recover_folder, write_folder
from procmap.report.late_plan import newer_plan, with_newer_plan
from procmap.report.plan_toml import PLAN, PREVIOUS, plan_of, written
from procmap.report.run_toml import RUN, RunRecord, read_run, relative_to, sources_of

PACK_NAMED = ("pack.name", "pack.file")
"""Options of run.toml that say which pack."""

Newer = Callable[[Path], None]
"""Called with the path of a plan.toml that was saved while the run worked: the run used the text before."""


@dataclass(frozen=True)
class Written:
    """An audit on disk."""

    folder: Path
    audited: Audited
    findings_json: str


def audit_to_folder(
    source: Given,
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
    source: tuple[Path, ...] = (),
    where: tuple[str, ...] = (),
    pack: str | None = None,
    progress: Progress = lambda _: None,
    newer: Newer = lambda _: None,
) -> Written:
    """Draw an audit again from the accepted lines of its plan.toml; every other file is rewritten.

    Args:
        folder: An earlier audit.
        engine: Where the tables live.
        source: The files of the log, if they have moved or a path names people; another fingerprint is an error.
        where: The conditions that the audit left out of run.toml because they name people.
        pack: The procedure pack, if it is another, or if its path names people.
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
    for name, given in (("source", source), ("where", where), ("pack", pack)):
        if name in run.left_out and not given:
            raise ProcmapError(f"audit.{name}_left_out", path=str(folder))
    found = source or sources_of(run, folder)
    if (gone := next((path for path in found if not path.exists()), None)) is not None:
        raise ProcmapError("audit.source_moved", path=str(gone))
    with incoming(found) as files:
        if fingerprint(files) != run.sha256:
            raise ProcmapError("audit.other_source", path=", ".join(map(str, found)))
    config = replace(_config_of(run, folder, pack), language=run.language, date=dt.date.fromisoformat(run.date))
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


def _config_of(run: RunRecord, folder: Path, pack: str | None) -> Config:
    """What the audit was told; with another pack, what it said of its own is not asked for."""
    kept = {name: value for name, value in run.options if pack is None or name not in PACK_NAMED}
    return Config.from_chosen(kept, str(folder / RUN)).with_options(pack=pack)


def _contents(
    audited: Audited, folder: Path, *, extra: Mapping[str, str], decided: Mapping[str, PlanLine], png: bool
) -> dict[str, str | bytes]:
    paths = tuple(relative_to(path, folder) for path in audited.source)
    told, left_out = nameless(audited.config, audited.privacy)
    if any(audited.privacy.hide(path) != path for path in paths) or not all(map(is_lasting, audited.source)):
        paths, left_out = (), ("source", *left_out)
    file = relative_to(Path(audited.config.pack.file), folder) if audited.config.pack.file else None
    if file is not None and audited.privacy.hide(file) != file:
        file, left_out = None, (*left_out, "pack")
    told = replace(told, pack=replace(told.pack, file=file))
    run = RunRecord(
        sources=paths,
        sha256=audited.reading.fingerprint,
        options=told.chosen(),
        version=audited.audit.provenance.version,
        date=audited.config.date.isoformat(),
        language=audited.audit.language,
        left_out=left_out,
    )
    return audit_files(audited.audit, audited.models, run, audited.refusals, extra=extra, decided=decided, png=png)


def audit_by(
    source: Given,
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
    contents: dict[str, str | bytes] = {}
    compared = []
    lates: dict[str, Callable[[Path], Contents]] = {}
    kept: dict[str, str] = {}
    with incoming(source) as given:  # a pipe can be read once
        with engine() as first:
            values = split_values(given, replace(config.reading, by=column), first)
        for (name, shown), value in zip(folder_names([value.shown for value in values]), values, strict=True):
            lines, text = plan_of(folder / name)
            where = (*config.reading.where, equality(column, value.written))
            one = replace(config, title=shown, reading=replace(config.reading, where=where))
            with engine() as own:
                audited = replace(audit_source(given, one, own, lines=lines, progress=progress), source=paths_of(source))
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
