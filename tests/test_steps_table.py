"""The table [steps] of procmap.toml: what it says holds, what it says wrongly is told before any work."""

from __future__ import annotations

import dataclasses
import json
import random
import textwrap
import tomllib

import pytest

from procmap.config import Config, load_config
from procmap.errors import UsageError
from procmap.findings import SetPeriod
from procmap.log.kind import Kind
from procmap.measures import measure
from procmap.procedures.steps_table import KEYS, Said, read_steps
from procmap.redesign.gains import Redesign

from .recorded import DAY, MONDAY, SECOND, Row, measured, procedure
from .redesign.made import thursday

TOML = """
[steps."Statut : complet"]
kind = "status"

[steps.Paiement]
term_days = 30
sessions = false
"""


def config_of(tmp_path, text):
    file = tmp_path / "procmap.toml"
    file.write_text(text, encoding="utf-8", newline="\n")
    return load_config(file)


def test_what_is_said_is_read_and_kept_in_the_run(tmp_path):
    config = config_of(tmp_path, TOML)
    said = dict(config.steps)
    assert said == {"Statut : complet": Said(kind=Kind.STATUS), "Paiement": Said(term_days=30.0, sessions=False)}
    again = Config.from_chosen(dict(config.chosen()))
    assert again.steps == config.steps
    assert all(isinstance(value, str | bool | int | float) for name, value in config.chosen() if name.startswith("steps."))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('kind = "stage"', "stage"), ("kind = 3", "3"), ("term_days = -1", "-1"), ('term_days = "a month"', "a month"),
        ("term_days = true", "True"), ("sessions = 1", "1"), ("term = 30", "term"), ("term_days = 1e9", "1000000000.0"),
    ],
)  # fmt: skip
def test_what_is_said_wrongly_is_told(tmp_path, line, told):
    with pytest.raises(UsageError) as error:
        config_of(tmp_path, f'[steps."Visa"]\n{line}\n')
    assert told in str(error.value.values)


def test_a_step_is_a_table(tmp_path):
    with pytest.raises(UsageError):
        config_of(tmp_path, '[steps]\nVisa = "work"\n')


def test_every_key_is_told_in_the_documentation():
    import procmap.procedures.steps_table as module

    assert all(f"{key} =" in module.__doc__ for key in KEYS)
    assert {f.name for f in dataclasses.fields(Said)} == {*KEYS, "term_after"}  # which packs alone say
    table = tomllib.loads(textwrap.dedent(module.__doc__.split("\n\n", 1)[1]))["steps"]
    assert {label for label, _ in read_steps(table, "procmap.toml")} == {"Statut : complet", "Paiement"}


def paid_on_thursdays(term=0):
    """Cases paid on the first Thursday, or on the first so many days after the decision."""
    for row in procedure(220):
        if row.activity != "Dispatch":
            yield row
        if row.activity == "Decision":
            yield Row(row.case, "Payment", thursday(row.time + term * DAY), "Purse 0", "Purse")


def whole_cure(rows, steps=()):
    with measured(rows, steps) as measures:
        redesign = Redesign.of_measures(measures)
        return float(redesign.outcome([SetPeriod("Payment")]).days[redesign.closed].mean())


def test_a_term_is_never_gained():
    free = whole_cure(paid_on_thursdays())
    assert free > 2
    assert whole_cure(paid_on_thursdays(), (("Payment", Said(term_days=3)),)) < free - 1
    assert whole_cure(paid_on_thursdays(), (("Payment", Said(term_days=400)),)) == 0


def sessions_claimed(rows, steps=()):
    from procmap.detectors.waiting.periodic_batch.detector import PeriodicBatch

    with measured(rows, steps) as measures:
        return [f.grade for f in PeriodicBatch().find(measures) if f.activities == ("Payment",) and f.grade != "-"]


def test_what_is_said_to_be_no_session_is_not_claimed():
    assert sessions_claimed(paid_on_thursdays()) == ["A"]
    assert sessions_claimed(paid_on_thursdays(), (("Payment", Said(sessions=False)),)) == []


def test_what_is_said_to_be_a_session_needs_no_rhythm():
    chance = random.Random(11)
    held = [MONDAY + n * DAY for n in sorted(chance.sample([n for n in range(320) if n % 7 < 5], 45))]

    def rows():
        for row in procedure(260):
            if row.activity != "Dispatch":
                yield row
            if row.activity == "Decision":
                caught = [day for day in held if day > row.time][chance.choice([0, 0, 1, 2]) :]
                yield Row(row.case, "Payment", (caught or held[-1:])[0] + chance.randrange(3600) * SECOND, "Purse 0", "Purse")

    irregular = list(rows())
    assert sessions_claimed(irregular) == []
    assert sessions_claimed(irregular, (("Payment", Said(sessions=True)),)) == ["A"]


def test_a_step_that_the_log_does_not_have_is_a_doubt(procmap, base):
    log = base / "log"
    (log / "procmap.toml").write_text('[steps."Visa du prefet"]\nkind = "record"\n', encoding="utf-8", newline="\n")
    done = procmap("audit", log / "log.csv", "--out", base / "said", "--force")
    assert done.code == 0, done.err
    found = json.loads((base / "said" / "findings.json").read_text(encoding="utf-8"))
    assert "Visa du prefet" in found["reading"]["doubts"][0]


def test_said_of_a_case_of_measures_survives_a_second_measure():
    with measured(procedure(), (("Decision", Said(kind=Kind.TIMER)),)) as measures:
        again = measure(measures.log, steps=(("Decision", Said(kind=Kind.TIMER)),))
        assert again.kinds == measures.kinds
        assert again.said == measures.said
