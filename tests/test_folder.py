"""An output folder appears whole or not at all, and an old one stays until the new one is there."""

import hashlib
import os
import tomllib
from pathlib import Path

import pytest

from procmap.report.plan_toml import read_plan

from .conftest import FILES, contents_of, findings_of, names_in, without_sheets

pytestmark = pytest.mark.usefixtures("computed_once")


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


@pytest.mark.parametrize("name", ["letter.txt", "run.toml", "plan.toml", "findings.json", "comparison.json"])
def test_a_folder_of_something_else_is_never_replaced(procmap, base, name):
    other = base / "letters"
    other.mkdir()
    (other / name).write_text("Madame, Monsieur", encoding="utf-8")
    (other / "log.csv").write_bytes((base / "log" / "log.csv").read_bytes())
    kept = contents_of(other)
    for more in (("--force",), ("--force", "--by", "Service"), ()):
        done = procmap("audit", other / "log.csv", "--out", other, *more)
        assert (done.code, done.out) == (1, "")
        assert "letters" in done.err
        assert contents_of(other) == kept


def test_folders_of_values_that_read_alike_are_numbered():
    from procmap.report.comparison import folder_names

    assert folder_names(["Été", "ete", "ETE!", "?"]) == [("ete", "Été"), ("ete_2", "ete"), ("ete_3", "ETE!"), ("value", "?")]


def test_an_error_in_the_middle_leaves_nothing(procmap, base, monkeypatch):
    monkeypatch.setattr("procmap.report.files.bpmn_files", lambda *_, **__: 1 / 0)
    there = names_in(base)
    for arguments in (("--out", base / "new"), ("--out", base / "audit", "--force")):
        kept = contents_of(base / "audit")
        assert procmap("audit", base / "log" / "log.csv", *arguments, "--quiet").code == 1
        assert contents_of(base / "audit") == kept
        assert names_in(base) == there


def test_the_source_and_the_notes_in_the_folder_survive(procmap, base):
    folder = base / "audit"
    kept = {"log.csv": (base / "log" / "log.csv").read_bytes(), "notes/of mine.txt": b"mine"}
    (folder / "notes").mkdir()
    for name, content in kept.items():
        (folder / name).write_bytes(content)
    for command in (("audit", folder / "log.csv", "--out", folder, "--force"), ("redesign", folder)):
        done = procmap(*command, "--quiet")
        assert done.code == 0, done.err
        found = contents_of(folder)
        assert {name: found.get(name) for name in kept} == kept
    assert without_sheets(found) == FILES | set(kept) | {"plan.previous.toml"}
    assert procmap("read", folder / "log.csv", "--quiet").code == 0
    assert names_in(base) == ["audit", "log"]


def meanwhile(monkeypatch, act):
    """Something happens while the next run works."""
    from procmap import publishing

    real = publishing.audit_source

    def audit_source(*arguments, **options):
        act()
        return real(*arguments, **options)

    monkeypatch.setattr(publishing, "audit_source", audit_source)


@pytest.mark.parametrize(("locale", "said"), [("fr", "Votre texte est conservé"), ("en", "Your text is kept")])
def test_a_plan_saved_while_redesign_works_wins_and_is_said(procmap, base, monkeypatch, locale, said):
    plan = base / "audit" / "plan.toml"
    text = plan.read_bytes().replace(b"accept = true", b"accept = false") + "# relu avec Zoé\n".encode()
    meanwhile(monkeypatch, lambda: plan.write_bytes(text))
    done = procmap("redesign", base / "audit", "--quiet", locale=locale)
    assert done.code == 0, done.err
    assert said in done.err
    assert f"procmap redesign {base / 'audit'}" in done.err
    assert plan.read_bytes() == text
    again = procmap("redesign", base / "audit", "--quiet", locale=locale)
    assert (again.code, again.err) == (0, "")
    assert findings_of(base / "audit")["plan"]["findings"] == []


def test_a_plan_saved_while_force_works_is_carried_over_and_kept(procmap, base, monkeypatch):
    folder, plan = base / "audit", base / "audit" / "plan.toml"
    first, *_ = read_plan(plan.read_text(encoding="utf-8"), "")
    text = plan.read_bytes().replace(b'accept = true\nreason = ""', 'accept = false\nreason = "déjà essayé"'.encode(), 1)
    text += b'[[finding]]\nkey = "relay_step|gone"\naccept = false\nreason = "never"\n'
    meanwhile(monkeypatch, lambda: plan.write_bytes(text))
    done = procmap("audit", base / "log" / "log.csv", "--out", folder, "--force", "--quiet")
    assert done.code == 0, done.err
    assert "Your text is kept" in done.err
    assert (folder / "plan.previous.toml").read_bytes() == text
    carried = read_plan(plan.read_text(encoding="utf-8"), "")
    assert (carried[first].accept, carried[first].reason) == (False, "déjà essayé")
    assert carried["relay_step|gone"].reason == "never"


def test_a_broken_plan_saved_while_force_works_wins(procmap, base, monkeypatch):
    folder, text = base / "audit", b"[[finding"
    meanwhile(monkeypatch, lambda: (folder / "plan.toml").write_bytes(text))
    assert procmap("audit", base / "log" / "log.csv", "--out", folder, "--force", "--quiet").code == 0
    assert (folder / "plan.toml").read_bytes() == (folder / "plan.previous.toml").read_bytes() == text


def test_a_plan_replaced_twice_is_kept_twice(procmap, base):
    folder, texts = base / "audit", []
    for said in ("# one\n", "# two\n"):
        texts.append((folder / "plan.toml").read_bytes() + said.encode())
        (folder / "plan.toml").write_bytes(texts[-1])
        assert procmap("audit", base / "log" / "log.csv", "--out", folder, "--force", "--quiet").code == 0
    assert [(folder / f"plan.previous{number}.toml").read_bytes() for number in (".2", "")] == texts
    assert procmap("redesign", folder, "--quiet").code == 0
    assert [(folder / f"plan.previous{number}.toml").read_bytes() for number in (".2", "")] == texts


def test_set_asides_of_findings_no_longer_found_are_carried_over(procmap, base):
    plan = base / "audit" / "plan.toml"
    entry = '\n[[finding]]\nkey = "relay_step|gone"\naccept = false\nreason = "the prefect said no"\n'
    plan.write_text(plan.read_text(encoding="utf-8") + entry, encoding="utf-8", newline="")
    assert procmap("audit", base / "log" / "log.csv", "--out", base / "audit", "--force", "--quiet").code == 0
    assert read_plan(plan.read_text(encoding="utf-8"), "")["relay_step|gone"].reason == "the prefect said no"


def test_a_folder_made_while_the_run_works_is_an_error(procmap, base, monkeypatch):
    out = base / "new"
    meanwhile(monkeypatch, out.mkdir)
    done = procmap("audit", base / "log" / "log.csv", "--out", out, "--quiet")
    assert (done.code, done.out) == (1, "")
    assert "while this run worked" in done.err
    assert list(out.iterdir()) == []
    assert names_in(base) == ["audit", "log", "new"]


def test_the_audits_of_a_comparison_keep_plans_and_notes(procmap, table, monkeypatch):
    folder = table.parent / "by"
    command = ("audit", table, "--out", folder, "--by", "Montant", "--quiet")
    assert procmap(*command).code == 0
    first, second = sorted(path.name for path in folder.iterdir() if path.is_dir())
    text = b'[[finding]]\nkey = "relay_step|gone"\naccept = false\nreason = "never"\n'
    (folder / second / "plan.toml").write_bytes(text)
    mine = ("notes.txt", f"{second}/notes.txt")
    for name in mine:
        (folder / name).write_bytes(b"mine")
    meanwhile(monkeypatch, lambda: (folder / first / "plan.toml").write_bytes(text))
    done = procmap(*command, "--force")
    assert done.code == 0, done.err
    assert done.err.count("Your text is kept") == 1
    found = contents_of(folder)
    assert [found[name] for name in mine] == [b"mine", b"mine"]
    for name in (first, second):
        assert found[f"{name}/plan.previous.toml"] == text
        assert b"never" in found[f"{name}/plan.toml"]
    written = {f"{name}/{file}" for name in (first, second) for file in (*FILES, "plan.previous.toml")}
    assert without_sheets(found) == written | {"comparison.json", *mine}


def test_run_toml_holds_the_fingerprint_of_each_file(audited):
    found = contents_of(audited / "audit")
    recorded = tomllib.loads(found["run.toml"].decode("utf-8"))["files"]
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in found.items() if name != "run.toml"}
    assert recorded == digests
    from procmap.report.fingerprints import is_unchanged

    assert all(is_unchanged(audited / "audit", name) for name in found)


def test_a_map_is_written_whole_or_not_at_all(procmap, table, monkeypatch):
    out = table.parent / "map.svg"
    assert procmap("map", table, "--out", out, "--quiet").code == 0
    kept = contents_of(table.parent)

    def full(path, content):
        path.write_bytes(content[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("procmap.report.folder.write_through", full)
    done = procmap("map", table, "--out", out, "--quiet", locale="fr")
    assert done.code == 1
    assert "Le disque est plein" in done.err
    assert str(out) in done.err
    assert contents_of(table.parent) == kept
    assert names_in(table.parent) == ["log.csv", "map.svg"]


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

    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to("real")
    write_folder(tmp_path / "link", {"report.html": "new"}, replace=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "report.html").read_text(encoding="utf-8") == "new"
    assert names_in(tmp_path) == ["link", "real"]
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o700  # what was private stays so
