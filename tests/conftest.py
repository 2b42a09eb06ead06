"""What several tests share: the command line in this process or in one of its own, small logs, the public logs."""

import csv
import datetime as dt
import gc
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # how long an example takes says how busy the machine is
settings.load_profile("any machine")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of the processes that tests start compiles all of procmap again
sys.dont_write_bytecode = False

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
DATA = ROOT.parent / "shared" / "data"
DAY = "2026-01-15"
LOCALES = {"fr": "fr_FR.UTF-8", "en": "en_US.UTF-8"}

SEVEN = (
    "low_yield_check", "approval_chain", "incomplete_file", "rework_loop", "ping_pong", "periodic_batch", "media_break",
)  # fmt: skip
FILES = {
    "report.html", "findings.json", "sheets.html", "before_after.svg", "where_time_goes.svg", "before.bpmn", "after.bpmn",
    "process_map.svg", "plan.toml", "run.toml",
}  # fmt: skip
"""What every audit writes; rejected_rows.csv only where rows were refused, sheets of the picture only where it needs them."""


def without_sheets(names):
    """The names but for before_after_1.svg and so on, of which there are as many as the procedure has phases."""
    return {name for name in names if not re.search(r"before_after_[1-9][0-9]*[.](svg|png)$", name)}


TABLE = (
    "N° dossier;Étape;Date de fin;Service;Agent;Montant\n"
    "D1;Demande;02/09/2024 09:00:00;Accueil;Anaïs;1200,50\n"
    "D1;Visa;03/09/2024 10:30:00;Direction;Zoé;1200,50\n"
    "D2;Demande;13/09/2024 09:15:00;Accueil;Anaïs;80\n"
    "D2;Visa;16/09/2024 11:00:00;Direction;Zoé;80\n"
    "D2;Paiement;17/09/2024 15:45:00;Accueil;Anaïs;80\n"
)


SHARED = ("audit_of", "audited_example", "examined")
"""What modules look at whole examples by."""


def pytest_collection_modifyitems(items):
    """Tests that look at the same audits stand side by side, for one worker to make them once."""

    def place(item):
        if any(hasattr(item.module, name) for name in SHARED):
            return 0
        return 1 if "computed_once" in item.fixturenames else 2

    items.sort(key=place)


def pytest_collection_finish():
    """What is loaded by now stays to the end: the collector need not walk all modules and tests again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Each worker takes a run of files, whose fixtures and caches are then made once, and the one that is done helps the other."""
    if config.getvalue("dist") != "load":
        return None
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


_idle: dict[int, list] = {}
"""Engines that no test uses now, by their number of threads."""


@contextmanager
def fresh_engine(threads: int = 1):
    """An engine without any table. To open one takes longer than most of what it is asked, so it is one that others have used.

    What it is asked goes to a database of its own in memory, which nothing outlives.
    """
    from procmap.engine import Engine

    idle = _idle.setdefault(threads, [])
    engine = idle.pop() if idle else Engine(threads=threads)
    try:
        engine.run("attach ':memory:' as fresh")
        engine.run("use fresh")
        yield engine
        engine.run("use memory")
        engine.run("detach fresh")
    except BaseException:
        engine.close()
        raise
    idle.append(engine)


@pytest.fixture
def engine():
    """An engine of one thread without any table."""
    with fresh_engine() as opened:
        yield opened


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def procmap(monkeypatch):
    """Run a command in this process, as a user with a French or English console."""
    from click.testing import CliRunner

    from procmap.cli.main import group

    def call(*arguments, locale="en"):
        typed = [str(argument) for argument in arguments]
        monkeypatch.setattr(sys, "argv", ["procmap", *typed])
        for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LC_ALL", LOCALES[locale])
        done = CliRunner().invoke(group, typed)
        return Outcome(done.exit_code, done.stdout, done.stderr)

    return call


@pytest.fixture(scope="session")
def log(tmp_path_factory):
    """A short example with its procmap.toml."""
    return short_example(tmp_path_factory.mktemp("short"))


@pytest.fixture
def table(tmp_path):
    """A log of five rows, alone in its folder."""
    path = tmp_path / "log.csv"
    path.write_text(TABLE, encoding="utf-8", newline="")
    return path


@cache
def audited_example(name: str, language: str = "fr"):
    """A whole example audited, once for all who look at it, with what its files are drawn from; nothing in it can be changed."""
    from procmap import flow
    from procmap.config import load_config

    source = EXAMPLES / name / "log.csv"
    config = load_config(None, source).with_options(date=dt.date.fromisoformat(DAY), language=language)
    with fresh_engine(2) as engine:
        return flow.audit_source(source, config, engine)


def audit_of(name: str, language: str = "fr"):
    """The audit of a whole example, made once."""
    return audited_example(name, language).audit


_computed: dict = {}
"""Audits and their drawings, by all that they follow from."""


@pytest.fixture
def computed_once(monkeypatch):
    """What is audited again from the same bytes with the same options and plan is not computed again: it is written anew.

    For tests of what is done with an audit: of its folder, its plan, its sheets.
    """
    from procmap import flow, publishing
    from procmap.report import files

    audit_source = publishing.audit_source

    def audited(source, config, engine, *, lines=None, title=None, progress=lambda _: None):
        paths = (source,) if isinstance(source, Path) else tuple(source)
        key = ([(path.name, path.read_bytes()) for path in paths], config, title, lines or {})
        if repr(key) not in _computed:
            _computed[repr(key)] = audit_source(source, config, engine, lines=lines, title=title, progress=progress)
        return replace(_computed[repr(key)], source=paths)

    def drawn(draw):
        def picture(audit):
            key = (draw.__name__, id(audit))
            if key not in _computed:
                _computed[key] = (draw(audit), audit)  # which lives on, for its identity to be its own
            return _computed[key][0]

        return picture

    for module in (flow, publishing):
        monkeypatch.setattr(module, "audit_source", audited)
    for draw in (files.before_after, files.process_map_svg):
        monkeypatch.setattr(files, draw.__name__, drawn(draw))


@pytest.fixture(scope="session")
def audited(tmp_path_factory):
    """An audit of an example, in a folder beside its log; not to be changed."""
    from procmap import publishing
    from procmap.config import load_config

    base = tmp_path_factory.mktemp("base")
    source = short_example(base / "log", "purchase_orders", 120)
    config = load_config(None, source).with_options(date=dt.date.fromisoformat(DAY))
    with fresh_engine(2) as engine:
        publishing.audit_to_folder(source, base / "audit", config, engine)
    return base


@pytest.fixture
def base(audited, tmp_path):
    """A copy of it."""
    return shutil.copytree(audited, tmp_path / "base")


def names_in(folder: Path) -> list[str]:
    """The names in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())


def in_own_process(
    *arguments: object, env: dict[str, str] | None = None, code: Sequence[str] = ("-m", "procmap"), encoding: str = "utf-8"
) -> Outcome:
    """Run `python -m procmap` with a clean language and the variables given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHONHASHSEED"))}
    run = subprocess.run(
        [sys.executable, *code, *map(str, arguments)],
        env={**kept, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", **(env or {})},
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    return Outcome(run.returncode, run.stdout.decode(encoding), run.stderr.decode(encoding))


def findings_of(folder: Path) -> dict:
    """findings.json of an audit."""
    return json.loads((folder / "findings.json").read_text(encoding="utf-8"))


def contents_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of an example's log, read without procmap."""
    with path.open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def short_example(folder: Path, name: str = "deliberations", cases: int = 150) -> Path:
    """The first cases of an example with its procmap.toml, in a folder of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    head, *lines = (EXAMPLES / name / "log.csv").read_bytes().splitlines(keepends=True)
    first = list(dict.fromkeys(line.split(b";", 1)[0] for line in lines))[:cases]
    kept = set(first)
    source = folder / "log.csv"
    source.write_bytes(head + b"".join(line for line in lines if line.split(b";", 1)[0] in kept))
    (folder / "procmap.toml").write_bytes((EXAMPLES / name / "procmap.toml").read_bytes())
    return source
