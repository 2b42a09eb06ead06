"""What takes the place of what when an audit replaces another, at whatever moment it is stopped."""

import contextlib
import errno
import json
import os
import shutil
import tempfile
import threading
from pathlib import Path

import pytest

from procmap.disk import exchange, scratch, whole
from procmap.disk.scratch import sweep
from procmap.errors import ProcmapError
from procmap.report import folder as report_folder
from procmap.report.comparison import comparison_json
from procmap.report.fingerprints import files_of, is_unchanged, with_fingerprints, with_own_fingerprint
from procmap.report.folder import check_folder, recover_folder, write_folder

from .conftest import contents_of, names_in

posix = pytest.mark.skipif(os.name == "nt", reason="processes are forked")


def audit(version, *more, files=()):
    """The files of an audit, small."""
    found = {"report.html": f"<p>{version}</p>", "findings.json": "", "plan.toml": f"# plan {version}\n",
             "run.toml": f'version = "{version}"\n', **dict.fromkeys(more, version)}  # fmt: skip
    found["findings.json"] = json.dumps({"schema": 1, "files": [*found, *files], "version": version})
    return with_fingerprints(found)


def as_bytes(contents):
    return {name: content.encode() for name, content in contents.items()}


NOTES = {"notes.txt": b"mine", "log.csv": b"case;activity\n", "letters/letter.txt": b"Madame", "letters/more/empty": b""}


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory, monkeypatch):
    """A temporary folder that must be empty in the end."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(scratch, "_RUN", scratch.Run())
    yield folder
    assert names_in(folder) == []


@pytest.fixture
def place(tmp_path):
    """An audit with an edited plan and report, and what else an analyst keeps there."""
    target = tmp_path / "t"
    write_folder(target, audit("1", "rejected_rows.csv"), replace=False)
    for name, content in NOTES.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    (target / "plan.toml").write_bytes(b"# edited\n")
    (target / "report.html").write_bytes(b"<p>annotated</p>")
    return tmp_path


OLD = as_bytes(audit("1", "rejected_rows.csv")) | NOTES | {"plan.toml": b"# edited\n", "report.html": b"<p>annotated</p>"}
NEW = as_bytes(audit("2")) | NOTES | {"plan.previous.toml": b"# edited\n", "report.previous.html": b"<p>annotated</p>"}


def test_the_files_are_replaced_as_a_set_and_all_else_is_carried_over(place):
    write_folder(place / "t", audit("2"), replace=True)
    assert contents_of(place / "t") == NEW
    assert names_in(place) == ["t"]


def test_kept_copies_are_numbered(place):
    write_folder(place / "t", audit("2"), replace=True)
    (place / "t" / "report.html").write_bytes(b"again")
    (place / "t" / "run.toml").write_bytes((place / "t" / "run.toml").read_bytes() + b"# mine\n")
    (place / "t" / "process_map.svg").write_bytes(b"a drawing of mine")
    write_folder(place / "t", audit("3", "process_map.svg"), replace=True)
    found = contents_of(place / "t")
    assert found["report.previous.html"] == b"<p>annotated</p>"
    assert found["report.previous.2.html"] == b"again"
    assert found["run.previous.toml"].endswith(b"# mine\n")
    assert (found["process_map.previous.svg"], found["process_map.svg"]) == (b"a drawing of mine", b"3")


def test_a_changed_file_that_is_no_longer_written_is_kept_too(place):
    (place / "t" / "rejected_rows.csv").write_bytes(b"changed")
    write_folder(place / "t", audit("2"), replace=True)
    assert contents_of(place / "t") == NEW | {"rejected_rows.previous.csv": b"changed"}


def test_an_audit_without_fingerprints_is_kept_whole(place):
    (place / "t" / "run.toml").write_bytes(b"no = [toml")
    write_folder(place / "t", audit("2"), replace=True)
    kept = {name.replace(".", ".previous.") for name in ("rejected_rows.csv", "run.toml", "findings.json")}
    assert set(contents_of(place / "t")) == set(NEW) | kept


@pytest.mark.parametrize("name", ["../mine.txt", "letters/letter.txt", "letters", "..", ".", "", "..\\mine.txt", "C:mine.txt"])
def test_names_that_are_no_plain_names_are_not_followed(tmp_path, name):
    (tmp_path / "mine.txt").write_bytes(b"mine")
    write_folder(tmp_path / "t", audit("1", files=(name, str(tmp_path / "mine.txt"))), replace=False)
    assert set(files_of(tmp_path / "t")) == set(audit("1")) | ({name} & {"letters"})
    (tmp_path / "t" / "letters").mkdir()
    (tmp_path / "t" / "letters" / "letter.txt").write_bytes(b"Madame")
    write_folder(tmp_path / "t", audit("2"), replace=True)
    assert (tmp_path / "mine.txt").read_bytes() == b"mine"
    assert (tmp_path / "t" / "letters" / "letter.txt").read_bytes() == b"Madame"


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_in_the_place_of_a_listed_file_is_the_analysts(place):
    (place / "page.html").write_bytes(b"<p>1</p>")  # the very bytes that the audit wrote
    (place / "t" / "report.html").unlink()
    (place / "t" / "report.html").symlink_to(place / "page.html")
    write_folder(place / "t", audit("2"), replace=True)
    assert (place / "t" / "report.previous.html").readlink() == place / "page.html"
    assert (place / "page.html").read_bytes() == b"<p>1</p>"


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_carried_over_and_never_followed(place):
    (place / "outside").mkdir()
    (place / "outside" / "report.html").write_bytes(b"<p>1</p>")  # the very bytes that the audit wrote
    (place / "t" / "report.html").unlink()
    (place / "t" / "report.html").symlink_to("../outside/report.html")
    (place / "t" / "folder").symlink_to("../outside")
    (place / "t" / "nowhere").symlink_to("../gone")
    write_folder(place / "t", audit("2"), replace=True)
    assert (place / "outside" / "report.html").read_bytes() == b"<p>1</p>"
    links = {path.name: str(path.readlink()) for path in (place / "t").iterdir() if path.is_symlink()}
    assert links == {"report.previous.html": "../outside/report.html", "folder": "../outside", "nowhere": "../gone"}
    assert not (place / "t" / "report.html").is_symlink()


def test_the_audits_of_a_comparison_are_replaced_one_by_one(tmp_path):
    def comparison(*values, version):
        found = {f"{value}/{name}": content for value in values for name, content in audit(version).items()}
        listed = {"schema": 1, "values": [{"folder": value} for value in (*values, "../outside")]}
        return found | {"comparison.json": with_own_fingerprint(json.dumps(listed))}

    folder = tmp_path / "by"
    (tmp_path / "outside").mkdir()
    for name, content in audit("1").items():
        (tmp_path / "outside" / name).write_text(content, encoding="utf-8", newline="")
    write_folder(folder, comparison("accueil", "direction", version="1"), replace=False)
    (folder / "paie").mkdir()
    for name in ("notes.txt", "accueil/notes.txt", "direction/notes.txt", "paie/letter.txt"):
        (folder / name).write_bytes(b"mine")
    write_folder(folder, comparison("accueil", "paie", version="2"), replace=True)
    new = as_bytes(comparison("accueil", "paie", version="2"))
    mine = dict.fromkeys(("notes.txt", "accueil/notes.txt", "direction/notes.txt", "paie.previous/letter.txt"), b"mine")
    plans = dict.fromkeys(("accueil/plan.previous.toml", "direction/plan.toml"), b"# plan 1\n")
    assert contents_of(folder) == new | mine | plans
    assert contents_of(tmp_path / "outside") == as_bytes(audit("1"))


def test_a_comparison_knows_its_own_bytes(tmp_path):
    file = tmp_path / "comparison.json"
    file.write_text(comparison_json("Service", []), encoding="utf-8", newline="")
    assert files_of(tmp_path) == ("comparison.json",)
    assert is_unchanged(tmp_path, "comparison.json")
    file.write_text(file.read_text(encoding="utf-8").replace("Service", "Agent"), encoding="utf-8", newline="")
    assert not is_unchanged(tmp_path, "comparison.json")


def stopped_at(monkeypatch, count, stop, *, for_good=False):
    """Let `stop` happen in the place of the count-th change of the disk, or from then on; tells how many there were."""
    done = [0]

    def counted(real):
        def change(*arguments, **options):
            done[0] += 1
            if done[0] == count or (for_good and done[0] > count):
                stop()
            return real(*arguments, **options)

        return change

    for name in ("rename", "replace", "mkdir", "unlink", "rmdir", "fsync"):
        monkeypatch.setattr(os, name, counted(getattr(os, name)))
    return done


def killed_at(monkeypatch, count, target, *, replace):
    """Whether writing the folder was killed at its count-th change of the disk, or ended before."""
    child = os.fork()
    if child == 0:
        stopped_at(monkeypatch, count, lambda: os._exit(9))
        write_folder(target, audit("2"), replace=replace)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@posix
@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_kill_at_any_moment_leaves_the_old_or_the_new_after_one_further_command(
    place, tmp_path_factory, temporary, monkeypatch, replace, elsewhere
):
    allowed = [OLD, NEW] if replace else [{}, as_bytes(audit("2"))]
    seen, count, killed = [], 0, True
    while killed:
        count += 1
        base = tmp_path_factory.mktemp("kill")
        if replace:
            shutil.copytree(place / "t", base / "t")
        killed = killed_at(monkeypatch, count, base / "t", replace=replace)
        if not elsewhere:
            recover_folder(base / "t")
        sweep(temporary)  # as a run does whose output is elsewhere
        found = contents_of(base / "t")
        assert found in allowed, count
        seen.append(allowed.index(found))
        assert names_in(base) == (["t"] if found else []), count
    assert set(seen) == {0, 1}
    assert seen == sorted(seen)
    assert count > 15


def test_an_error_at_any_moment_leaves_the_old_folder_and_nothing_beside(place, tmp_path_factory, temporary, monkeypatch):
    def fail():
        raise OSError(errno.ENOSPC, "No space left on device")

    count, reached, seen = 0, True, []
    while reached:
        count += 1
        base = tmp_path_factory.mktemp("error")
        shutil.copytree(place / "t", base / "t")
        with monkeypatch.context() as patch:
            done = stopped_at(patch, count, fail)
            key = key_of_error(base / "t")
        reached = done[0] >= count
        assert key in {None, "disk.full", "disk.full_temporary"}, count
        assert contents_of(base / "t") == (OLD if key else NEW), (count, key)
        recover_folder(base / "t")
        assert names_in(base) == ["t"], count
        seen.append(key)
    sweep(temporary)  # a run that cannot remove its folder leaves it to the next
    assert seen.count("disk.full") > 12
    assert seen[-1] is None


@pytest.mark.parametrize("error", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
def test_a_disk_that_fails_for_good_and_an_interrupt_at_any_moment_lose_nothing(
    place, tmp_path_factory, temporary, monkeypatch, error
):
    def fail():
        raise error

    count, reached = 0, True
    while reached:
        count += 1
        base = tmp_path_factory.mktemp("failing")
        shutil.copytree(place / "t", base / "t")
        with monkeypatch.context() as patch:
            done = stopped_at(patch, count, fail, for_good=isinstance(error, OSError))
            with contextlib.suppress(KeyboardInterrupt):
                key_of_error(base / "t")
        reached = done[0] >= count
        recover_folder(base / "t")
        assert contents_of(base / "t") in (OLD, NEW), count
        assert names_in(base) == ["t"], count
    for left in temporary.iterdir():  # the process of an interrupted run ends and lets go; this one goes on
        exchange.remove_entry(left)


def test_a_folder_of_another_that_has_the_name_of_ours_is_left_alone(place):
    other = exchange.beside(place / "t")
    other.mkdir()
    (other / "mine.txt").write_bytes(b"mine")
    with pytest.raises(ProcmapError, match="not_writable"):
        write_folder(place / "t", audit("2"), replace=True)
    assert contents_of(other) == {"mine.txt": b"mine"}
    assert contents_of(place / "t") == OLD


def key_of_error(target):
    try:
        write_folder(target, audit("2"), replace=True)
    except ProcmapError as error:
        return error.key
    return None


def test_all_is_on_the_disk_before_the_rename(place, monkeypatch):
    synced, real = set(), os.fsync

    def fsync(handle):
        synced.add(os.fstat(handle).st_ino)
        real(handle)

    def rename(self, target):
        if self.name == "new":
            written = [path for path in self.iterdir() if path.name in audit("2") or path == self]
            assert {path.stat().st_ino for path in written} <= synced
            assert os.name == "nt" or self.stat().st_ino in synced
            renamed.append(target)
        return real_rename(self, target)

    renamed, real_rename = [], Path.rename
    monkeypatch.setattr(whole.os, "fsync", fsync)
    monkeypatch.setattr(Path, "rename", rename)
    write_folder(place / "t", audit("2"), replace=True)
    write_folder(place / "u", audit("2"), replace=False)
    assert [path.name for path in renamed] == ["t", "u"]


@pytest.mark.parametrize("replace", [False, True])
def test_of_two_runs_at_once_nothing_is_mixed_or_lost(place, replace):
    target, said = place / ("t" if replace else "u"), []
    start = threading.Barrier(4)

    def run(version):
        start.wait()
        try:
            write_folder(target, audit(version), replace=replace)
        except ProcmapError as error:
            said.append(error.key)

    runs = [threading.Thread(target=run, args=(version,)) for version in "3456"]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    found = contents_of(target)
    assert said == ([] if replace else ["folder.made_meanwhile"] * 3)
    whole_ones = [as_bytes(audit(version)) for version in "3456"]
    assert sum(all(found[name] == content for name, content in one.items()) for one in whole_ones) == 1
    if replace:
        assert all(found[name] == content for name, content in NOTES.items())
        assert {b"# edited\n", b"<p>annotated</p>"} <= set(found.values())
    assert names_in(place) == sorted({"t", target.name})


def test_a_place_that_another_run_holds_is_said(place, monkeypatch):
    held = exchange.HeldFolder.named(exchange.beside(place / "t"), 0)
    monkeypatch.setattr(report_folder, "WAIT", 0.1)
    with pytest.raises(ProcmapError, match=r"folder\.held"):
        write_folder(place / "t", audit("2"), replace=True)
    assert contents_of(place / "t") == OLD
    held.remove()
    assert names_in(place) == ["t"]


def test_an_empty_folder_may_be_replaced(tmp_path):
    (tmp_path / "t").mkdir()
    check_folder(tmp_path / "t", replace=True)
    write_folder(tmp_path / "t", audit("1"), replace=True)
    assert contents_of(tmp_path / "t") == as_bytes(audit("1"))
