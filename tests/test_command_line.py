"""What a hand expects of a command line: short options, options before and after, Tab, pipes that are cut, a report that opens."""

import os
import re
import subprocess
import sys

import pytest

from .conftest import DAY, ROOT, in_own_process, short_example

LOG = "LOG"
"""Stands for the path of the log in what is typed."""

COMMANDS = ("audit", "read", "convert", "map", "find", "redesign", "detectors", "sources", "packs")
SCRIPT = ("-c", "import sys; sys.argv[0] = 'procmap'; from procmap.cli import run; run()")
"""As the console script that pip installs."""


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    """A few cases of an example."""
    return short_example(tmp_path_factory.mktemp("orders"), "purchase_orders", 60)


@pytest.mark.parametrize("name", [*COMMANDS, "detectors new", "packs new"])
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_h_is_help(procmap, name, locale):
    page = procmap(*name.split(), "-h", locale=locale)
    assert (page.code, page.err) == (0, "")
    assert page.out == procmap(*name.split(), "--help", locale=locale).out
    assert "-h, --help" in page.out


def test_h_alone_is_the_front_page():
    page = in_own_process("-h")
    assert (page.code, page.err) == (0, "")
    assert page.out == in_own_process("--help").out
    assert "-h, --help" in page.out


def test_o_is_out_and_q_is_quiet(procmap, table, tmp_path, monkeypatch):
    monkeypatch.setattr("procmap.cli.console.SLOW", 0.0)
    for command, name in (("map", "map.svg"), ("convert", "log.xes")):
        assert procmap(command, table, "-o", tmp_path / name, "-q").err == ""
        assert (tmp_path / name).is_file()
    assert procmap("audit", table, "-o", tmp_path / "audit", "-q").err == ""
    assert (tmp_path / "audit" / "report.html").is_file()
    assert procmap("redesign", tmp_path / "audit", "-q").err == ""
    assert procmap("find", table).err


def test_an_option_with_a_short_name_is_told_by_its_long_one(procmap, table):
    done = procmap("audit", table)
    assert done.code == 2
    assert "--out" in done.err
    done = procmap("map", table, "-o", table.parent)
    assert done.code == 2
    assert "--out" in done.err


@pytest.mark.parametrize("group", ["detectors", "packs"])
@pytest.mark.parametrize("language", [("--language", "fr"), ("--language=fr",)])
def test_the_language_stands_before_or_after_new_and_before_the_command(procmap, group, language, tmp_path):
    told = [
        procmap(group, *language, "new", "--help"), procmap(group, "new", *language, "--help"),
        procmap(*language, group, "new", "--help"), procmap(group, "new", "--help", locale="fr"),
    ]  # fmt: skip
    assert {(one.code, one.out, one.err) for one in told} == {(0, told[0].out, "")}
    assert "Usage\u00a0:" in told[0].out
    extra = ("--group", "waiting") if group == "detectors" else ()
    for place, typed in enumerate(((group, *language, "new"), (group, "new", *language), (*language, group, "new"))):
        done = procmap(*typed, f"late_{place}", *extra, "--folder", tmp_path)
        assert (done.code, done.err) == (0, "")
        assert "crit" in done.out  # Écrit, in French
    assert procmap(group, "--language", "xx", "new", "x").code == 2
    assert procmap(group, "--language").code == 2


def test_a_language_before_the_command_is_the_commands(procmap, table):
    assert procmap("--language", "fr", "find", table).out == procmap("find", table, "--language", "fr").out
    english = procmap("--language", "en", "find", table).out
    assert english == procmap("find", table, "--language", "en").out
    assert "cases" in english
    nearer = procmap("--language", "en", "detectors", "--language", "fr", "contention").out
    assert nearer.splitlines()[1] == "Rôle en manque de moyens"


@pytest.mark.parametrize(("typed", "locale"), [(("--language", "fr"), "en"), ((), "fr"), (("--language", "en"), "fr"), ((), "en")])
def test_every_line_of_progress_is_in_the_language_of_the_run(procmap, table, tmp_path, monkeypatch, typed, locale):
    monkeypatch.setattr("procmap.cli.console.SLOW", 0.0)
    language = typed[1] if typed else locale
    for command in (("read", table), ("find", table), ("map", table), ("convert", table, "-o", tmp_path / "c.csv"),
                    ("audit", table, "-o", tmp_path / "audit"), ("redesign", tmp_path / "audit")):  # fmt: skip
        done = procmap(*command, *typed, locale=locale)
        assert done.code == 0, done.err
        lines = done.err.splitlines()
        assert all(re.match(r" *\d+[.,]\d s  ", line) for line in lines)
        assert ("lecture" in lines[0], "reading" in lines[0]) == (language == "fr", language == "en"), command


COMPLETED = (
    ("procmap de", "detectors"), ("procmap audit log.csv --op", "--open"), ("procmap detectors new x --gr", "--group"),
    ("procmap audit --language f", "fr"), ("procmap map --memory 1 --threads a --ou", "--out"),
)  # fmt: skip
NOTHING = ("procmap nothing x", "procmap detectors a b c", "procmap packs --language xx new ")


def completed(typed):
    words = typed.split(" ")
    return in_own_process(
        code=SCRIPT, env={"_PROCMAP_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    )


@pytest.mark.parametrize(("typed", "said"), COMPLETED)
def test_tab_completes_commands_options_and_languages(typed, said):
    done = completed(typed)
    assert (done.code, done.err) == (0, "")
    assert f"plain,{said}" in done.out.splitlines()


@pytest.mark.parametrize("typed", NOTHING)
def test_tab_says_nothing_where_nothing_fits(typed):
    done = completed(typed)
    assert (done.code, done.out.strip(), done.err) == (0, "", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_of_the_front_page_turns_completion_on(shell):
    done = in_own_process(code=SCRIPT, env={"_PROCMAP_COMPLETE": f"{shell}_source"})
    assert done.code == 0
    assert "_PROCMAP_COMPLETE" in done.out
    assert "Usage" not in done.out
    for locale in ("fr_FR.UTF-8", "en_US.UTF-8"):
        assert 'eval "$(_PROCMAP_COMPLETE=bash_source procmap)"' in in_own_process("--help", env={"LC_ALL": locale}).out


MUCH = (
    ("--help",), ("audit", "--help"), ("detectors",), ("detectors", "contention"), ("packs",), ("packs", "bon_de_commande"),
    ("sources",), ("read", LOG, "--words"), ("read", LOG, "--json"), ("map", LOG), ("find", LOG, "--json"),
)  # fmt: skip


@pytest.mark.parametrize(("arguments", "read"), [*((one, 20) for one in MUCH), (("packs",), 0), (("map", LOG), 0)])
def test_a_pipe_that_is_closed_early_ends_the_run_quietly(orders, arguments, read):
    typed = [sys.executable, "-m", "procmap", *(str(orders) if one == LOG else one for one in arguments)]
    if arguments[0] in {"read", "map", "find"}:
        typed.append("--quiet")
    with subprocess.Popen(typed, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as run:
        os.read(run.stdout.fileno(), read) if read else None
        run.stdout.close()
        said = run.stderr.read()
    assert run.returncode in {0, 141}
    assert said == b""


@pytest.mark.skipif(os.name == "nt", reason="no >&- there")
@pytest.mark.parametrize("arguments", [("packs",), ("map", LOG, "-q"), ("--help",)], ids=lambda one: one[0])
def test_a_closed_standard_output_is_no_error(orders, arguments):
    typed = [sys.executable, "-m", "procmap", *(str(orders) if one == LOG else one for one in arguments)]
    done = subprocess.run(["bash", "-c", '"$@" >&-', "bash", *typed], capture_output=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("command", [("map",), ("find",)])
def test_a_log_comes_from_standard_input(orders, command):
    typed = [sys.executable, "-m", "procmap", *command, "-", "--quiet", "--language", "en"]
    done = subprocess.run(typed, input=orders.read_bytes(), capture_output=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert ("Process map: Purchase order to payment" if command == ("map",) else "60 cases") in done.stdout.decode("utf-8")


@pytest.fixture
def launched(monkeypatch):
    """What was opened; the list's second value is what the desktop answers."""
    seen, answer = [], [0]
    monkeypatch.setattr("click.launch", lambda url: seen.append(url) or answer[0])
    return seen, answer


def test_the_report_opens_when_the_audit_is_written_and_only_on_demand(procmap, table, tmp_path, launched):
    seen, _ = launched
    assert procmap("audit", table, "--out", tmp_path / "a", "--date", DAY, "-q").code == 0
    assert seen == []
    assert procmap("audit", table, "--out", tmp_path / "b", "--date", DAY, "-q", "--open").code == 0
    assert seen == [str(tmp_path / "b" / "report.html")]
    assert procmap("audit", table, "--out", tmp_path / "c", "--date", DAY, "-q", "--open", "--by", "Service").code == 0
    assert seen[1:] == [str(tmp_path / "c")]
    assert procmap("audit", table, "--out", tmp_path / "b", "-q", "--open").code == 1  # there is an audit there
    assert len(seen) == 2


def test_where_nothing_opens_a_report_that_is_said_and_the_audit_stands(procmap, table, tmp_path, launched):
    launched[1][0] = 1
    for locale, said in (("fr", "rien ici ne l’ouvre"), ("en", "nothing here opens it")):
        done = procmap("audit", table, "--out", tmp_path / locale, "--date", DAY, "-q", "--open", locale=locale)
        assert done.code == 0
        assert said in done.err
        assert "report.html" in done.err
