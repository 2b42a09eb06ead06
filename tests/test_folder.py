"""An output folder appears whole or not at all, and an old one stays until the new one is there."""

import os
from pathlib import Path

import pytest

from .conftest import contents_of, names_in


def test_an_existing_folder_is_left_alone_without_force(procmap, base):
    kept = contents_of(base)
    done = procmap("audit", base / "log" / "log.csv", "--out", base / "audit")
    assert (done.code, done.out) == (1, "")
    assert "--force" in done.err
    assert contents_of(base) == kept


def test_a_remainder_of_an_interrupted_run_is_restored(procmap, base):
    kept = contents_of(base / "audit")
    (base / "audit").rename(base / "audit.procmap-old")
    done = procmap("audit", base / "log" / "log.csv", "--out", base / "audit")
    assert done.code == 1  # the folder is there again, and --force was not given
    assert contents_of(base / "audit") == kept
    assert not (base / "audit.procmap-old").exists()


def test_a_folder_of_something_else_is_never_replaced(procmap, base):
    other = base / "letters"
    other.mkdir()
    (other / "letter.txt").write_text("Madame, Monsieur", encoding="utf-8")
    done = procmap("audit", base / "log" / "log.csv", "--out", other, "--force")
    assert (done.code, done.out) == (1, "")
    assert "letters" in done.err
    assert [file.name for file in other.iterdir()] == ["letter.txt"]


def test_folders_of_values_that_read_alike_are_numbered():
    from procmap.report.comparison import folder_names

    assert folder_names(["Été", "ete", "ETE!", "?"]) == [("ete", "Été"), ("ete_2", "ete"), ("ete_3", "ETE!"), ("value", "?")]


@pytest.mark.parametrize("failing", ["rename", "write_bytes"])
def test_a_failing_disk_leaves_the_old_folder_and_nothing_else(base, monkeypatch, failing):
    from procmap.errors import ProcmapError
    from procmap.report.folder import write_folder

    folder = base / "audit"
    kept, there = contents_of(folder), names_in(base)
    real = getattr(Path, failing)

    def broken(self, *arguments):
        if failing == "write_bytes" or self.name.startswith("."):
            raise OSError(28, "No space left on device")
        return real(self, *arguments)

    monkeypatch.setattr(Path, failing, broken)
    with pytest.raises(ProcmapError, match="not_writable"):
        write_folder(folder, {"report.html": "new"}, replace=True)
    assert contents_of(folder) == kept
    assert names_in(base) == there


def test_an_error_in_the_middle_leaves_nothing(procmap, base, monkeypatch):
    monkeypatch.setattr("procmap.report.files.bpmn_xml", lambda *_, **__: 1 / 0)
    there = names_in(base)
    for arguments in (("--out", base / "new"), ("--out", base / "audit", "--force")):
        kept = contents_of(base / "audit")
        assert procmap("audit", base / "log" / "log.csv", *arguments, "--quiet").code == 1
        assert contents_of(base / "audit") == kept
        assert names_in(base) == there


def test_a_folder_named_by_a_dot_or_a_slash(tmp_path, monkeypatch):
    from procmap.errors import ProcmapError
    from procmap.report.folder import check_folder, write_folder

    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(ProcmapError, match="exists"):
        check_folder(Path(), replace=False)
    write_folder(Path("../there/"), {"report.html": "new"}, replace=False)
    assert contents_of(tmp_path) == {"there/report.html": b"new"}


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_to_a_folder_stays_a_link(tmp_path):
    from procmap.report.folder import write_folder

    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_folder(tmp_path / "link", {"report.html": "new"}, replace=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "report.html").read_text(encoding="utf-8") == "new"
    assert names_in(tmp_path) == ["link", "real"]
