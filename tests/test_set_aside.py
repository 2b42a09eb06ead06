"""What the analyst sets aside is kept from one audit to the next and listed, found again or not."""

import re

import pytest

from procmap.judgement.plan import PlanLine, Refusal, WhyNot
from procmap.language import words
from procmap.report.plan_toml import read_plan
from procmap.report.refused import is_own, reason

from .conftest import DAY, findings_of, short_example

pytestmark = pytest.mark.usefixtures("computed_once")

WHY = "La direction y tient « encore » un an"


def listed(folder):
    page = (folder / "report.html").read_text(encoding="utf-8")
    found = re.search(r'<section id="set_aside".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def decided(folder):
    """Set aside the first finding that the plan accepts."""
    plan = folder / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    key = next(line.key for line in read_plan(text, "plan.toml").values() if line.accept)
    head, tail = text.split(f"key = {key!r}".replace("'", '"'), 1)
    tail = tail.replace("accept = true", "accept = false", 1).replace('reason = ""', f'reason = "{WHY}"', 1)
    plan.write_text(head + f'key = "{key}"' + tail, encoding="utf-8")
    return key


def test_a_set_aside_is_carried_to_the_next_audit_and_listed(procmap, tmp_path):
    source, out = short_example(tmp_path / "log", "purchase_orders", 120), tmp_path / "audit"

    def audit(*more):
        done = procmap("audit", source, "--out", out, "--force", "--quiet", "--language", "en", "--date", DAY, *more)
        assert done.code == 0, done.err

    audit()
    assert not listed(out)  # what the plan says by itself is nobody's decision
    key = decided(out)
    audit()
    assert WHY in listed(out)
    assert "not found in this audit" not in listed(out)
    assert 'href="#set_aside"' in (out / "report.html").read_text(encoding="utf-8")
    first = next(one for one in findings_of(out)["findings"] if one["key"] == key)
    assert first["id"] not in findings_of(out)["plan"]["findings"]
    audit("--to", "2024-09-20")
    assert key not in {one["key"] for one in findings_of(out)["findings"]}
    assert WHY in listed(out)
    assert "not found in this audit" in listed(out)
    kept = read_plan((out / "plan.toml").read_text(encoding="utf-8"), "plan.toml")
    assert kept[key] == PlanLine(key, accept=False, reason=WHY)
    again = procmap("redesign", out, "--quiet")
    assert again.code == 0, again.err
    assert WHY in listed(out)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("why", WhyNot)
def test_what_a_plan_says_by_itself_is_no_reason_of_the_analyst(language, why):
    told = reason(words(language), PlanLine("k", accept=False, refusal=Refusal(why, ("Visa", "Paiement (2)"), 3, 40, 0.7)))
    assert not is_own(told)
    assert is_own(told + " Vu avec la DAF.")


def test_nothing_is_no_reason():
    assert not is_own("")
    assert not is_own("  ")
    assert is_own(WHY)
