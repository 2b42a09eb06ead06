"""procmap.toml: beside the source or named, saved by `read`, wrong in ways that are named."""

import json
import tomllib

import pytest


def test_save_keeps_the_columns_for_the_next_run(procmap, table):
    saved = table.parent / "procmap.toml"
    assert procmap("read", table, "--time", "Date de fin", "--role", "Montant", "--save", saved).code == 0
    columns = tomllib.loads(saved.read_text(encoding="utf-8"))["columns"]
    assert columns["role"] == "Montant"
    told = json.loads(procmap("read", table, "--json").out)
    assert told["columns"] == columns
    kept = saved.read_bytes()
    done = procmap("read", table, "--save", saved)
    assert done.code == 1
    assert "--save" in done.err
    assert saved.read_bytes() == kept
    done = procmap("read", table, "--save", table.parent / "none" / "procmap.toml")
    assert done.code == 1
    assert "--save" in done.err


def test_procmap_toml_beside_the_source_or_named(procmap, table, tmp_path):
    (table.parent / "procmap.toml").write_text('[columns]\nrole = "Montant"\n', encoding="utf-8")
    assert json.loads(procmap("read", table, "--json").out)["columns"]["role"] == "Montant"
    named = tmp_path / "other.toml"
    named.write_text('[columns]\nrole = "Étape"\n[reading]\nsince = "2024-09-10"\n', encoding="utf-8")
    told = json.loads(procmap("read", table, "--json", "--config", named).out)
    assert (told["columns"]["role"], told["cases"]) == ("Étape", 1)
    told = json.loads(procmap("read", table, "--json", "--config", named, "--role", "Service").out)
    assert told["columns"]["role"] == "Service"  # an option wins
    named.write_text('[reading]\nsince = "09/2024"\nuntil = "2024"\n', encoding="utf-8")
    told = json.loads(procmap("read", table, "--json", "--config", named).out)
    dated = json.loads(procmap("read", table, "--json", "--from", "2024-09-01", "--to", "2024-12-31").out)
    assert (told["cases"], told["events"]) == (dated["cases"], dated["events"])


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("[column]\ncase = 'a'", 2, "columns"),
        ("[columns]\nactivty = 'a'", 2, "columns.activity"),
        ("[reading]\nencodng = 'a'", 2, "reading.encoding"),
        ("[calendar]\nholiday = 'FR'", 2, "calendar.holidays"),
        ("[detectors.low_yield_chek]\nrate = 0.1", 2, "low_yield_check"),
        ("[detectors.low_yield_check]\nrat = 0.1", 2, "rate"),
        ("[detectors.low_yield_check]\nrate = 'abc'", 2, "detectors.low_yield_check.rate"),
        ("[detectors]\nlow_yield_check = 3", 2, "detectors.low_yield_check"),
        ("[reading]\nsince = 'soon'", 2, "reading.since"),
        ("[reading]\nuntil = '03/12/2024'", 2, "2024-12-31"),
        ("[reading]\nuntil = '13/12/24'", 2, "2024-12-31"),
        ("[reading]\nencoding = 5", 2, "reading.encoding"),
        ("columns = 3", 2, "columns"),
        ("language = 'de'", 2, "de"),
        ("title = 'x", 1, "procmap.toml"),
    ],
)
def test_what_is_wrong_in_procmap_toml_is_named(procmap, table, text, code, named):
    (table.parent / "procmap.toml").write_text(text + "\n", encoding="utf-8")
    done = procmap("find", table, "--quiet")
    assert (done.code, done.out) == (code, "")
    assert named in done.err
    assert len(done.err.strip().splitlines()) <= 2


def test_a_threshold_of_procmap_toml_changes_what_is_found(procmap, log, tmp_path):
    strict = tmp_path / "strict.toml"
    columns = (log.parent / "procmap.toml").read_text(encoding="utf-8")
    strict.write_text(columns + "\n[detectors.periodic_batch]\ninstances = 1000000\n", encoding="utf-8")
    found = [json.loads(procmap("find", log, "--json", *more).out)["findings"] for more in ((), ("--config", strict))]
    assert [any(f["detector"] == "periodic_batch" for f in each) for each in found] == [True, False]


CONFIG = '[columns]\nrole = "Montant"\n# Délais\n'


def test_a_byte_order_mark_before_procmap_toml_is_read_over(procmap, table):
    (table.parent / "procmap.toml").write_bytes(CONFIG.encode("utf-8-sig"))
    assert json.loads(procmap("read", table, "--json").out)["columns"]["role"] == "Montant"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CONFIG.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + CONFIG.encode("utf-16-be"), "UTF-16"),
        (CONFIG.encode("utf-16-le"), "UTF-16"),
        (CONFIG.encode("utf-32"), "UTF-32"), (CONFIG.encode("cp1252"), "Windows-1252 (ANSI)"),
    ],
    ids=["utf-16", "utf-16-be", "utf-16 without mark", "utf-32", "cp1252"],
)  # fmt: skip
def test_another_encoding_of_procmap_toml_is_named_with_what_to_do(procmap, table, data, encoding):
    (table.parent / "procmap.toml").write_bytes(data)
    for locale, said in (("fr", "Enregistrez-la en UTF-8"), ("en", "Save it as UTF-8")):
        done = procmap("read", table, locale=locale)
        assert (done.code, done.out) == (1, "")
        assert encoding in done.err.splitlines()[0]
        assert "procmap.toml" in done.err.splitlines()[0]
        assert said in done.err.splitlines()[1]


def test_a_line_that_is_no_toml_is_shown_in_the_language_of_the_run(procmap, table):
    broken = (("[columns]\nrole = Agent\n", 2, "role = Agent"), ("title = 'x", 1, "title = 'x"), ("a = 1\na = 2\n", 2, "a = 2"))
    for text, line, content in broken:
        (table.parent / "procmap.toml").write_text(text, encoding="utf-8")
        for locale, said in (("fr", f"ligne {line}\u00a0: {content}"), ("en", f"line {line}: {content}")):
            done = procmap("read", table, locale=locale)
            assert (done.code, done.out) == (1, "")
            assert said in done.err
            assert "at line" not in done.err
