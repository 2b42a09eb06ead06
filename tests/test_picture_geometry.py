"""Nothing lies on anything else: over generated procedures, in both languages, with and without a plan."""

from __future__ import annotations

import pytest

from procmap.report.before_after import before_after_svg, laying, tracks

from .picture_cases import audit, figures, purchase, random_audit
from .picture_drawn import TRIED, drawn
from .picture_geometry import faults, read


@pytest.mark.parametrize("seed", TRIED)
def test_a_generated_procedure_is_drawn_without_a_fault(seed):
    svg = drawn(seed).whole
    assert faults(svg) == []
    _, panels = read(svg)
    assert all(len(panel.boxes) >= 3 for panel in panels if panel.lines)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_purchase_is_drawn_without_a_fault(language):
    assert faults(before_after_svg(purchase(language))) == []


def test_a_step_that_all_others_return_to_is_drawn_without_a_fault():
    names = [f"Étape {number}" for number in range(20)]
    traces = [[names[0], *(part for name in names[1:] for part in (name, names[0]))]] * 10
    process = figures(
        traces, {name: f"Service {place % 6}" for place, name in enumerate(names)}, dict.fromkeys(names, 1.0), 5.0
    )
    assert faults(before_after_svg(audit(process, process, [], {}))) == []


@pytest.mark.parametrize("trace", [["Seule"], ["Seule", "Seule"], ["Une", "Autre", "Une"]])
def test_the_smallest_procedures(trace):
    process = figures([trace], dict.fromkeys(trace), dict.fromkeys(trace, 0.0), 0.0)
    assert faults(before_after_svg(audit(process, process, [], {}))) == []


def test_the_check_itself_sees_lines_on_one_another(monkeypatch):
    monkeypatch.setattr(laying, "ordered", lambda stretches, _margin: [0] * len(stretches))
    assert any("lines on one another" in fault for fault in faults(before_after_svg(random_audit(4))))


def test_tracks_are_disjoint_where_stretches_touch():
    stretches = [tracks.Stretch(low, low + 5, ((low, 1), (low + 5, -1))) for low in range(12)]
    found = tracks.ordered(stretches, 1)
    for one in range(12):
        for other in range(one):
            assert found[one] != found[other] or abs(one - other) > 6
