"""Temporary folders: one a run, private, gone in the end even after a kill; what is full or closed is said truly."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from procmap.disk import lock, scratch
from procmap.disk.held import MARK, HeldFolder
from procmap.disk.scratch import Run, Scratch, sweep
from procmap.engine import Engine
from procmap.errors import ProcmapError

from .conftest import ROOT, TABLE, in_own_process, names_in

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A temporary folder of its own, for this process and those that it starts."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(scratch, "_RUN", Run())  # tests before may hold engines open, and with them the folder of this process
    return folder


def test_a_run_has_one_private_folder_and_leaves_none(temporary):
    with Engine(threads=1) as engine, Scratch() as copies:
        (run,) = temporary.iterdir()
        assert run.name.startswith("procmap-")
        assert os.name == "nt" or run.stat().st_mode & 0o777 == 0o700
        assert copies.parent == run
        spill = Path(engine.value("select current_setting('temp_directory')"))
        assert spill.parent == run
        assert spill != copies
    assert names_in(temporary) == []


def test_a_folder_that_was_cleaned_away_is_made_again(temporary):
    with Scratch() as first:
        shutil.rmtree(temporary)
        temporary.mkdir()
        with Scratch() as second:
            assert second.is_dir()
            assert not first.exists()
        assert names_in(temporary) == []


def test_an_engine_that_nobody_closes_leaves_nothing(temporary):
    engine = Engine(threads=1)
    assert len(names_in(temporary)) == 1
    del engine
    assert names_in(temporary) == []


def test_leftovers_of_killed_runs_go_and_nothing_else_does(temporary, tmp_path):
    dead = HeldFolder.new(temporary, "procmap-")
    (dead.path / "spill").mkdir()
    (dead.path / "spill" / "block.tmp").write_bytes(b"x" * 1000)
    dead.release()
    (temporary / "procmap-empty").mkdir()
    live = HeldFolder.new(temporary, "procmap-")
    (temporary / "procmap-results").mkdir()
    (temporary / "procmap-results" / "mine.txt").write_bytes(b"mine")
    (temporary / "other").mkdir()
    (temporary / "other" / MARK).write_bytes(b"")
    (temporary / "procmap-file").write_bytes(b"mine")
    if os.name != "nt":
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere" / MARK).write_bytes(b"")
        (temporary / "procmap-link").symlink_to(tmp_path / "elsewhere")
    before = set(names_in(temporary))
    sweep(temporary)
    assert before - set(names_in(temporary)) == {dead.path.name, "procmap-empty"}
    assert os.name == "nt" or (tmp_path / "elsewhere" / MARK).is_file()
    live.remove()
    assert live.path.name not in names_in(temporary)


@posix
def test_a_lock_on_a_file_that_is_no_longer_there_is_no_lock(temporary, monkeypatch):
    path = temporary / "lock"
    monkeypatch.setattr(lock, "_take", lambda _: path.unlink())  # its owner removes it just before it lets go
    with pytest.raises(FileNotFoundError):
        lock.FileLock.take(path, make=True)


@posix
def test_folders_of_other_users_are_left_alone(temporary, monkeypatch):
    dead = HeldFolder.new(temporary, "procmap-")
    dead.release()
    monkeypatch.setattr(os, "geteuid", lambda: dead.path.stat().st_uid + 1)
    sweep(temporary)
    assert names_in(temporary) == [dead.path.name]


@posix
def test_the_next_run_removes_what_a_killed_process_left(temporary, table):
    code = """
import os
from procmap.engine import Engine
engine = Engine(threads=1)
print(engine.value("select current_setting('temp_directory')"), flush=True)
os.kill(os.getpid(), 9)
"""
    killed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert killed.returncode == -9
    assert len(names_in(temporary)) == 1
    assert in_own_process("read", table, "--quiet").code == 0
    assert names_in(temporary) == []


def test_spilled_data_that_no_longer_fit_are_said_with_their_place(temporary):
    with Engine(memory="40MB", threads=1) as engine:
        engine.run("set max_temp_directory_size = '1MB'")
        with pytest.raises(ProcmapError) as raised:
            engine.table("t", "select random() as a, range::varchar || 'some text' as b from range(3000000) order by a")
    assert (raised.value.key, raised.value.values) == ("disk.full_temporary", {"path": str(temporary)})


def test_no_temporary_folder_is_said(procmap, table, monkeypatch):
    def none():
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    for locale, said in (("fr", "Aucun dossier de fichiers temporaires"), ("en", "No folder for temporary files")):
        done = procmap("read", table, locale=locale)
        assert (done.code, done.out) == (1, "")
        assert said in done.err


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000))
from procmap.cli import run
run()
"""


@posix
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_full_disk_and_a_full_temporary_folder_are_told_apart(temporary, tmp_path, language):
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_text(TABLE, encoding="utf-8", newline="")
    rows = "".join(f"D{n};Étape {n % 3};0{n % 9 + 1}/09/2024 09:00:00\n" for n in range(1000))
    large.write_text("N° dossier;Étape;Date\n" + rows, encoding="cp1252", newline="")
    there, env = names_in(tmp_path), {"LC_ALL": {"fr": "fr_FR.UTF-8", "en": "C.UTF-8"}[language]}
    for source, place, said in (
        (small, tmp_path / "audit", {"fr": "Le disque est plein", "en": "The disk is full"}),
        (large, temporary, {"fr": "fichiers temporaires est plein", "en": "for temporary files is full"}),
    ):
        done = in_own_process("audit", source, "--out", tmp_path / "audit", "--quiet", code=("-c", LIMITED), env=env)
        assert (done.code, done.out) == (1, "")
        assert said[language] in done.err
        assert str(place) in done.err
        assert len(done.err.splitlines()) == 2
        assert names_in(tmp_path) == there
        assert names_in(temporary) == []


def streams(table, redirections, *arguments):
    """A command in a shell, as a user types it."""
    typed = " ".join(arguments).replace("LOG", str(table))
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = f"set -o pipefail; {sys.executable} -m procmap {typed} {redirections}"
    return subprocess.run(["bash", "-c", command], cwd=ROOT, env=env, capture_output=True, check=False)


@posix
@pytest.mark.parametrize("command", ["--help", "--version", "read LOG --quiet"])
def test_a_closed_output_and_a_reader_that_has_gone_end_quietly(table, command):
    for redirections in (">&-", "| true", "2>&1 >&- | true", "<&-"):
        done = streams(table, redirections, command)
        assert (done.returncode, done.stderr) == (0, b""), redirections


@posix
def test_a_closed_error_output_changes_no_exit_code(table):
    assert streams(table, "2>&-", "read", "nowhere.csv").returncode == 1
    assert streams(table, "2>&1 | true", "nothing").returncode == 2
    done = streams(table, "| head -c 1", "find LOG --json --quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"{", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("command", ["--help", "--version", "read LOG --quiet"])
def test_a_full_output_is_said_in_one_sentence(table, command):
    done = streams(table, ">/dev/full", command)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "The place that standard output goes to is full: the results were not printed whole.",
        "Make room there and run the same command again.",
    ]
