"""The table [words] of procmap.toml: what it changes, how its mistakes are told, and that a redesign keeps it."""

import json
import re
import shutil
import tomllib

import pytest

from procmap.config import Config, load_config
from procmap.detectors.case_log import load_case
from procmap.errors import UsageError
from procmap.log import build_log
from procmap.measures import measure
from procmap.measures.control.decided import decided_later
from procmap.procedures import PLAIN, Group, StepClass, Vocabulary, classify, outcome_of, outcome_value
from procmap.procedures.groups import groups
from procmap.procedures.words_table import chosen_words, read_words, words_from_chosen

from .conftest import DAY, ROOT, findings_of, fresh_engine

TABLE = """
[words]
approval = ["red stamp", "passage .. registry"]
favourable = "green"
unfavourable = ["red card"]
[words.labels]
"Step 7" = ["check", "media_scan"]
"Visa of the head" = "!approval"
"Étape.8" = ["unfavourable"]
"Scan and file" = ["!media_scan"]
"Seen" = ["favourable"]
"Approved" = ["!favourable"]
"""


@pytest.fixture(scope="module")
def vocabulary():
    return read_words(tomllib.loads(TABLE)["words"], "procmap.toml")


def measured(log, vocabulary):
    with fresh_engine() as engine:
        load_case({"log": log}, engine)
        return measure(build_log(engine), vocabulary)


@pytest.mark.parametrize(
    ("label", "classes"),
    [
        ("Red stamp of the mayor", "approval"),
        ("Passage to the registry", "approval"),
        ("STEP  7", "check media_break media_scan"),
        ("Step 70", ""),
        ("Visa of the head", ""),
        ("Visa of the mayor", "approval"),
        ("Étape.8", "refusal"),
        ("Red card of the board", "batch_session refusal"),
        ("Scan and file", ""),
        ("Payment", "payment"),
    ],
)
def test_words_add_classes_and_labels_have_the_last_word(vocabulary, label, classes):
    if label == "Red stamp of the mayor":
        assert "approval" in vocabulary.classes_of(label)
    else:
        assert sorted(vocabulary.classes_of(label)) == classes.split()


@pytest.mark.parametrize(
    ("label", "key", "outcome"),
    [
        ("Sheet green", "sheet", "positive"),
        ("Sheet red card", "sheet", "negative"),
        ("Seen", "seen", "positive"),
        ("Étape.8", "etape 8", "negative"),
        ("Visa of the head", "visa head", None),
        ("Visa refusé DGA", "dga", "negative"),
    ],
)
def test_words_tell_outcomes(vocabulary, label, key, outcome):
    assert vocabulary.outcome_of(label) == (key, outcome)


def test_values_of_an_outcome_column_may_be_declared(vocabulary):
    assert [vocabulary.outcome_value(value) for value in ("green", "Red card", "étape.8", "Approved", "other", "refused")] == [
        "positive", "negative", "negative", None, None, "negative",
    ]  # fmt: skip


@pytest.mark.parametrize("label", ["Visa DGA", "Étape 7", "Rejet", "Scan signed file", ""])
def test_without_a_table_the_lexicon_stands(label):
    assert PLAIN.classes_of(label) == classify(label)
    assert PLAIN.outcome_of(label) == outcome_of(label)
    assert PLAIN.outcome_value(label) == outcome_value(label)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[words]\naproval = ["x"]', ("words.aproval", "approval?")),
        ('[words]\nlables = ["x"]', ("words.lables", "labels?")),
        ('[words.labels]\n"Step 7" = ["!chek"]', ('words.labels."Step 7"', "chek", "check?")),
        ('[words.labels]\n"Step 7" = ["favorable"]', ("favourable?",)),
        ('[words]\napproval = ["(visa"]', ("words.approval", "(visa")),
        ('[words]\napproval = ["de la"]', ("words.approval", "de la")),
        ("[words]\napproval = 3", ("words.approval", "3")),
        ('[words.labels]\n"Step 7" = [1]', ('words.labels."Step 7"',)),
        ('[words]\nlabels = "x"', ("words.labels",)),
        ("words = 3", ("words",)),
    ],
)
def test_a_mistake_names_the_file_the_key_and_the_nearest(procmap, table, text, named):
    (table.parent / "procmap.toml").write_text(text, encoding="utf-8")
    for locale in ("fr", "en"):
        done = procmap("read", table, locale=locale)
        assert done.code == 2
        assert all(part.rstrip("?") in done.err for part in named), done.err
        assert "procmap.toml" in done.err
    assert all(part in done.err for part in named), done.err


def test_what_is_declared_survives_run_toml(tmp_path):
    file = tmp_path / "procmap.toml"
    file.write_text(TABLE, encoding="utf-8")
    config = load_config(file)
    assert Config.from_chosen(dict(config.chosen())) == config
    assert config.vocabulary != PLAIN
    with pytest.raises(UsageError):
        Config.from_chosen({"words.aproval": ("x",)})


def test_words_reach_checks_loops_and_figures():
    log = "300 x  Start@clerk > Alpha@clerk > Gamma@head > Omega@clerk\n30 x  Start@clerk > Alpha@clerk > Gamma@head > Delta@clerk"
    plain, told = measured(log, PLAIN), measured(log, Vocabulary(labels=(("Gamma", ("approval",)), ("Delta", ("unfavourable",)))))
    code = told.log.activities.index("Gamma")
    check = next(check for check in told.checks if check.activities == (code,))
    assert (check.approval, check.worded, check.refused, check.of) == (True, True, 30, 330)
    assert (plain.figures.approvals, told.figures.approvals) == (0.0, 1.0)


def test_words_reach_the_outcome_column_and_pairs_of_labels():
    log = "300 x  Start@clerk > Gamma[vert]@head > Omega@clerk\n30 x  Start@clerk > Gamma[rouge]@head > Omega@clerk"
    words = Vocabulary(phrases=(("favourable", ("vert",)), ("unfavourable", ("rouge",))))
    assert not measured(log, PLAIN).checks
    (check,) = measured(log, words).checks
    assert (check.told_by, check.refused, check.of) == ("column", 30, 330)
    log = "300 x  Start@clerk > Fiche verte@head > Omega@clerk\n30 x  Start@clerk > Fiche rouge@head > Fin@clerk"
    words = Vocabulary(phrases=(("favourable", ("verte",)), ("unfavourable", ("rouge",))))
    (check,) = measured(log, words).checks
    assert (check.told_by, check.refused, check.of) == ("labels", 30, 330)


def test_a_redesign_reads_the_words_from_run_toml(procmap, log, tmp_path):
    source = shutil.copytree(log.parent, tmp_path / "log") / log.name
    label = next(f for f in json.loads(procmap("find", source, "--json").out)["findings"])["activities"][0]
    config = source.parent / "procmap.toml"
    words = f'\n[words]\nnotification = ["zzz"]\n[words.labels]\n"{label}" = ["automatic", "!approval", "!batch_session"]\n'
    config.write_text(config.read_text(encoding="utf-8") + words, encoding="utf-8")
    out = tmp_path / "audit"
    assert procmap("audit", source, "--out", out, "--date", DAY).code == 0
    told = findings_of(out)
    kept = tomllib.loads((out / "run.toml").read_text(encoding="utf-8"))["options"]
    assert kept["words.notification"] == ["zzz"]
    assert kept[f"words.labels.{label}"][0] == "automatic"
    config.unlink()
    assert procmap("redesign", out).code == 0
    assert findings_of(out) == told
    assert tomllib.loads((out / "run.toml").read_text(encoding="utf-8"))["options"] == kept


def test_read_lists_what_labels_are_taken_for_and_those_not_recognised(procmap, table):
    words = '[words.labels]\n"Elsewhere" = ["check"]\n"visa" = ["!approval"]\n'
    (table.parent / "procmap.toml").write_text(words, encoding="utf-8")
    plain = procmap("read", table).out
    told = procmap("read", table, "--words").out
    assert told.startswith(plain)
    recognised, unknown, missing = told.removeprefix(plain).strip().split("\n\n")
    assert ["Demande", "submission"] in [line.split() for line in recognised.splitlines()]
    assert "  Visa" in unknown.splitlines()
    assert "  Elsewhere" in missing.splitlines()
    assert json.loads(procmap("read", table, "--json", "--words").out) == json.loads(procmap("read", table, "--json").out)


def test_each_group_has_classes_and_each_is_asked_for():
    assert list(groups()) == list(Group)
    assert all(groups().values())
    asked = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "procmap").rglob("*.py") if file.name != "groups.py")
    assert [group for group in Group if not re.search(rf"Group\.{group.name}\b", asked)] == []


def test_a_group_holds_what_the_table_adds_and_not_what_it_denies():
    declared = read_words({"groups": {"deciding": ["notification", "!batch_session"], "internal": "!entry"}}, "procmap.toml")
    assert declared.group(Group.DECIDING) == {StepClass.APPROVAL, StepClass.DECISION, StepClass.NOTIFICATION}
    assert declared.group(Group.INTERNAL) == PLAIN.group(Group.INTERNAL) - {StepClass.ENTRY}
    assert declared.group(Group.PAPER) == groups()[Group.PAPER]


def test_a_group_that_is_declared_changes_what_is_measured():
    log = "100 x  Request@Desk > Visa@Director+1d > Notification@Desk+1d"
    declared = read_words({"groups": {"deciding": ["notification"]}}, "procmap.toml")
    shares = []
    for vocabulary in (PLAIN, declared):
        with fresh_engine() as engine:
            load_case({"log": log}, engine)
            measures = measure(build_log(engine), vocabulary)
            shares.append(decided_later(measures, measures.checks[0]))
    assert shares == [0.0, 1.0]


@pytest.mark.parametrize(
    ("table", "key", "nearest"),
    [
        ({"groups": {"decidig": ["approval"]}}, "procedures.unknown_group", "deciding"),
        ({"groups": {"deciding": ["aproval"]}}, "procedures.unknown_word", "approval"),
        ({"groups": {"deciding": ["favourable"]}}, "procedures.unknown_word", None),
    ],
)
def test_an_unknown_group_or_class_is_told_with_the_nearest(table, key, nearest):
    with pytest.raises(UsageError) as caught:
        read_words(table, "procmap.toml")
    assert caught.value.key == key
    assert nearest is None or caught.value.values["nearest"] == nearest


def test_what_is_declared_comes_back_from_run_toml():
    table = tomllib.loads(TABLE)["words"] | {"groups": {"deciding": ["!batch_session"]}}
    declared = read_words(table, "procmap.toml")
    chosen = {name.removeprefix("words."): value for name, value in chosen_words(declared)}
    assert words_from_chosen(chosen, "run.toml") == declared
