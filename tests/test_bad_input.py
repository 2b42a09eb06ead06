"""Bad input: one message in the user's language, exit 1, no output folder, no traceback; a few bad rows are only refused."""

import csv
import gzip
import os
import zipfile

import pytest

from .conftest import FILES, TABLE, findings_of, names_in

PLAIN = "case,activity,date\n1,a,2024-01-02 09:00\n1,b,2024-01-03 09:00\n2,a,2024-01-04 09:00\n"
XES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<log>\n<trace><string key="concept:name" value="1"/>\n'
    '<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2024-01-02T09:00:00+01:00"/></event>\n'
    "</trace>\n</log>\n"
)
TENFOLD = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
BOMB = XES.replace("<log>", f"<!DOCTYPE log [{TENFOLD}]>\n<log>").replace('value="a"', 'value="&b;"')
SYSTEM = '<!ENTITY a SYSTEM "file:///etc/passwd">'
OUTSIDE = XES.replace("<log>", f"<!DOCTYPE log [{SYSTEM}]>\n<log>").replace('value="a"', 'value="&a;"')


def workbook(path):
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>" * 200)
        book.writestr("xl/workbook.xml", "<workbook/>" * 200)
    path.write_bytes(path.read_bytes()[:-60])


MADE = {
    "empty": ("log.csv", b""),
    "header only": ("log.csv", b"case,activity,date\n"),
    "binary as csv": ("log.csv", bytes(range(256)) * 20),
    "pdf as csv": ("log.csv", b"%PDF-1.7\n..."),
    "text as workbook": ("log.xlsx", PLAIN.encode()),
    "text as ods": ("log.ods", PLAIN.encode()),
    "text as parquet": ("log.parquet", PLAIN.encode()),
    "csv as xes": ("log.xes", PLAIN.encode()),
    "csv as gzip": ("log.csv.gz", PLAIN.encode()),
    "truncated gzip": ("log.csv.gz", gzip.compress(PLAIN.encode() * 500)[:-20]),
    "broken gzip": ("log.xes.gz", gzip.compress(XES.encode())[:30] + b"\x00" * 40),
    "truncated workbook": ("log.xlsx", workbook),
    "unclosed tag": ("log.xes", XES.replace("</trace>", "").encode()),
    "entity bomb": ("log.xes", BOMB.encode()),
    "external entity": ("log.xes", OUTSIDE.encode()),
    "no case": ("log.csv", b"foo;date\nx y;2024-01-31\nz;2024-01-31\n"),
    "no readable date": ("log.csv", b"case,activity,date\n1,a,tomorrow\n1,b,soon\n2,a,later\n"),
    "unknown ending": ("log.docx", PLAIN.encode()),
    "mostly bad rows": ("log.csv", (PLAIN + "3,,2024-01-05\n,b,2024-01-05\n,c,x\n3,d,soon\n").encode()),
}
NAMED = {
    "no case": ("foo", "--case"), "no readable date": ("tomorrow", "--date-format"), "unclosed tag": ("6",),
    "mostly bad rows": ("4", "7", "--case"),
}  # fmt: skip


@pytest.fixture(params=["fr", "en"])
def refused(request, procmap, tmp_path):
    """Audit a source that cannot be used; returns the message."""

    def audit(source, *options, out=None, naming=()):
        there = names_in(tmp_path)
        done = procmap("audit", source, "--out", out or tmp_path / "audit", *options, locale=request.param)
        assert (done.code, done.out) == (1, ""), done.err
        assert "Traceback" not in done.err
        assert not any(phrase in done.err for phrase in ("qu’il ne connaît pas", "does not know"))
        lines = done.err.strip().splitlines()
        assert len(lines) >= 2, "what is wrong, then what to type next"
        assert len(lines) == 2 or "more than half" in done.err.lower() or "plus de la moitié" in done.err.lower()
        for name in naming:
            assert str(name) in done.err
        assert names_in(tmp_path) == there
        return done.err

    audit.language = request.param
    return audit


@pytest.mark.parametrize("kind", MADE)
def test_a_source_that_cannot_be_used(refused, tmp_path, kind):
    name, content = MADE[kind]
    source = tmp_path / name
    if callable(content):
        content(source)
    else:
        source.write_bytes(content)
    in_message = NAMED.get(kind, (name,))
    refused(source, naming=in_message)


def test_each_language_has_its_own_message(procmap, tmp_path):
    told = {locale: procmap("audit", tmp_path / "none.csv", "--out", tmp_path / "a", locale=locale).err for locale in ("fr", "en")}
    assert told["fr"] != told["en"]
    assert told["en"].startswith("There is no file")
    assert procmap("audit", tmp_path / "none.csv", "--out", tmp_path / "a", "--language", "fr").err == told["fr"]


def test_no_such_file_and_a_folder_instead_of_a_file(refused, tmp_path):
    refused(tmp_path / "none.csv", naming=("none.csv",))
    (tmp_path / "folder").mkdir()
    refused(tmp_path / "folder", naming=("folder",))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable for this user")
def test_a_file_without_rights(refused, tmp_path):
    source = tmp_path / "log.csv"
    source.write_text(PLAIN, encoding="utf-8")
    source.chmod(0)
    refused(source, naming=("log.csv",))


def test_an_external_entity_is_not_read(refused, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    (tmp_path / "log.xes").write_text(OUTSIDE.replace("file:///etc/passwd", secret.as_uri()), encoding="utf-8")
    assert "the secret" not in refused(tmp_path / "log.xes")


@pytest.mark.parametrize(
    ("options", "naming"),
    [
        (("--case", "Dossier n°"), ("N° dossier", "Étape", "--case")),
        (("--role", "xyzzy"), ("Service", "Montant", "--role")),
        (("--time", "Agent"), ("Agent", "***", "--date-format")),
        (("--where", "Montants < 5"), ("Montant", "--where")),
        (("--where", "Montant"), ("--where",)),
        (("--where", "Montant > 999999"), ("--where",)),
        (("--from", "2040-01-01"), ("--from",)),
        (("--encoding", "utf-9"), ("utf-9", "--encoding")),
        (("--separator", "ab"), ("--separator",)),
        (("--date-format", "%K"), ("--date-format",)),
        (("--time-zone", "Europe/Pariss"), ("Europe/Paris",)),
        (("--by", "Bureau"), ("Bureau", "Service")),
    ],
)
def test_an_option_that_does_not_fit_the_file(refused, tmp_path, options, naming):
    source = tmp_path / "log.csv"
    source.write_text(TABLE, encoding="utf-8", newline="")
    refused(source, *options, naming=naming)


def test_a_configuration_that_is_not_there_or_no_toml(refused, tmp_path):
    source = tmp_path / "log.csv"
    source.write_text(TABLE, encoding="utf-8", newline="")
    refused(source, "--config", tmp_path / "none.toml", naming=("none.toml",))
    (tmp_path / "other.toml").write_text("= 3", encoding="utf-8")
    refused(source, "--config", tmp_path / "other.toml", naming=("other.toml", "= 3"))


def test_an_output_folder_that_cannot_be_written(refused, tmp_path):
    source = tmp_path / "log.csv"
    source.write_text(TABLE, encoding="utf-8", newline="")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    refused(source, out=tmp_path / "file" / "audit", naming=("--out",))
    refused(source, out=tmp_path / "file", naming=("--out",))
    refused(source, "--force", out=tmp_path / "file", naming=("--out",))
    (tmp_path / "there").mkdir()
    refused(source, out=tmp_path / "there", naming=("--force",))
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="every folder can be written by this user")
def test_an_output_folder_without_rights(refused, tmp_path):
    source = tmp_path / "log.csv"
    source.write_text(TABLE, encoding="utf-8", newline="")
    (tmp_path / "closed").mkdir(mode=0o500)
    refused(source, out=tmp_path / "closed" / "audit", naming=("--out",))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_few_bad_rows_are_refused_and_listed(procmap, tmp_path, language):
    good = [f"{n},{step},2024-0{n % 9 + 1}-1{k} 09:00:00,Agent {n % 3}" for n in range(10) for k, step in enumerate("abc")]
    bad = {5: ("3,b,2024-13-45 09:00:00,Agent 1", "date", "2024-13-45 09:00:00"), 9: (",b,2024-01-02 09:00:00,Agent 1", "case", ""),
           14: ("4,,2024-01-02 09:00:00,Agent 2", "activity", ""), 20: ("4,b,,Agent 2", "date", ""),
           22: ("4,b,2024-01-02 09:00:00,Agent 2,5", "", "5"), 25: ("4,b,=1+1,Agent 2", "date", "'=1+1")}  # fmt: skip
    lines = ["case,activity,date,resource", *good]
    for number in sorted(bad):
        lines.insert(number - 1, bad[number][0])
    source = tmp_path / "log.csv"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    out = tmp_path / "audit"
    done = procmap("audit", source, "--out", out, "--language", language, "--quiet", locale=language)
    assert done.code == 0, done.err
    found = findings_of(out)
    assert set(found["files"]) == {path.name for path in out.iterdir()} == FILES | {"rejected_rows.csv"}
    assert (found["log"]["rows_read"], found["log"]["rows_rejected"], found["log"]["events"]) == (36, 6, 30)
    with (out / "rejected_rows.csv").open(encoding="utf-8-sig", newline="") as file:
        _, *refusals = csv.reader(file, delimiter=";")
    assert [(int(line), column, value) for line, column, value, _ in refusals] == [(n, *bad[n][1:]) for n in sorted(bad)]
    assert all(reason.strip() for *_, reason in refusals)


def test_values_of_peoples_columns_are_masked(procmap, tmp_path):
    rows = "".join(f"{n};a;2024-01-0{n} 09:00;Anaïs Martin\n{n};b;2024-01-0{n} 10:00;Zoé Petit\n" for n in range(1, 9))
    source = tmp_path / "log.csv"
    source.write_text(f"case;activity;date;resource\n{rows}9;;2024-01-09 09:00;Anaïs Martin\n", encoding="utf-8", newline="")
    assert procmap("audit", source, "--out", tmp_path / "audit", "--quiet").code == 0
    for path in (tmp_path / "audit").iterdir():
        assert not any(name in path.read_text(encoding="utf-8") for name in ("Anaïs", "Martin", "Petit")), path.name
