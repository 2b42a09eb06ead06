"""The summary on a terminal: what is accepted comes first, numbers keep their units, one entry for each reason."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procmap.cli.plain import plain
from procmap.findings.finding import NotEvaluable
from procmap.judgement.plan import Plan
from procmap.language import words
from procmap.log import Capability
from procmap.report.glued import STANDS_FOR, glued, loosened
from procmap.report.terminal import terminal_text

from .test_report import hostile_samples, sample

WIDTHS = (60, 80, 100, 140)


def rows(text):
    """The number, the mark and the grade of each finding, in order."""
    return re.findall(r"^ ?(F\d\d)( ✓| \*)? +([ABC]) ", text, flags=re.MULTILINE)


def test_accepted_findings_come_first_and_are_marked():
    audit = sample("en")
    audit = replace(audit, plan=replace(audit.plan, accepted=("F03", "F02")))
    text = terminal_text(audit)
    assert rows(text) == [("F02", " ✓", "B"), ("F03", " ✓", "A"), ("F01", "", "A"), ("F04", "", "C")]
    assert "✓ accepted by the plan" in text
    assert "✓ retenu par le plan" in terminal_text(sample("fr"))


def test_no_mark_is_explained_where_none_is_shown():
    assert "✓" not in terminal_text(replace(sample("en"), plan=Plan()))


def test_an_accepted_finding_is_told_however_far_down_it_stands():
    audit = sample("en")
    many = tuple(replace(audit.findings[2], identity=f"F{n:02d}") for n in range(5, 30))
    told = terminal_text(replace(audit, findings=(*audit.findings, *many), plan=replace(audit.plan, accepted=("F29",))))
    assert rows(told)[0][:2] == ("F29", " ✓")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_line_ends_between_a_number_and_its_unit_or_before_a_mark(language, width):
    for audit in (sample(language), *hostile_samples()):
        text = terminal_text(audit, width=width)
        assert max(map(len, text.splitlines())) <= width
        assert not [held for held in STANDS_FOR.values() if held in text]
    lines = [line.strip() for line in terminal_text(sample(language), width=width).splitlines()]
    assert not [line for line in lines if re.match(r"[;:!?%»]", line)]
    assert not [line for line in lines if re.search(r"[«]$", line)]
    flat = terminal_text(sample(language), width=1000)
    held = {found for found in re.findall(r"\d[ \u202f\u00a0][^\W\d]+", flat) if not found.startswith("0 ✓")}
    assert len(held) > 5
    assert not [found for found in held if found not in "\n".join(lines)]


def test_numbers_keep_their_thousands_together_at_every_width():
    audit = sample("fr")
    for width in range(60, 120):
        assert "18\u202f407\u00a0événements".replace("\u00a0", " ") in terminal_text(audit, width=width)


def test_what_could_not_be_looked_for_has_one_entry_for_each_reason():
    audit = sample("fr")
    names = ("micro_steps", "key_person", "contention")
    stopped = tuple(NotEvaluable(name, Capability.RESOURCE) for name in names)
    audit = replace(audit, not_evaluable=(*stopped, NotEvaluable("amount_threshold", Capability.AMOUNT)))
    text = terminal_text(audit, width=1000)
    at = text.splitlines().index(words("fr")("report.terminal.cannot"))
    entries = text.splitlines()[at + 1 :]
    assert len(entries) == 2
    assert all(entry.startswith("- ") for entry in entries)
    assert entries[0].count("\u202f; ") == 2


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp850"])
def test_a_plain_console_has_a_mark_of_its_own(encoding):
    text = terminal_text(sample("fr"), plain=lambda told: plain(told, encoding))
    text.replace("─", "-").encode(encoding)
    assert rows(text)[0][1] == " *"
    assert not re.search(r"«$|^ *»", text, flags=re.MULTILINE)


@given(st.text(alphabet="a1 \u202f\u00a0«»é", max_size=30), st.sampled_from(["utf-8", "cp1252", "ascii"]))
def test_a_text_that_is_held_and_loosened_is_what_the_console_can_show(text, encoding):
    def shown(told):
        return plain(told, encoding)

    assert loosened(glued(text, shown), shown) == shown(text)
