"""A small picture of a proportion: what was observed, and the bound that the claim rests on."""

from __future__ import annotations

from procmap.findings import Evidence, Unit
from procmap.language import Words
from procmap.report.quantities import share
from procmap.report.svg import Markup, tag

WIDTH, LEFT, RIGHT = 360.0, 8.0, 52.0
SCALES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


def evidence_bar(w: Words, evidence: Evidence) -> Markup:
    """The bar with its bound as a bracket, on a scale that starts at zero and is written at its end."""
    bound = None if evidence.unit == Unit.DAYS else evidence.upper if evidence.upper is not None else evidence.lower
    far = max(evidence.rate, bound or 0.0)
    scale = 1.0 if evidence.unit == Unit.DAYS else next((s for s in SCALES if far <= s), far)
    space = WIDTH - LEFT - RIGHT

    def across(rate: float) -> float:
        return LEFT + space * max(0.0, min(rate / scale, 1.0))

    end = w.percent(scale) if scale in SCALES else share(w, scale)
    drawn = [
        tag("rect", x=LEFT, y=10, width=space, height=14, fill="#e6ebf0"),
        tag("rect", x=LEFT, y=10, width=max(across(evidence.rate) - LEFT, 1.5), height=14, fill="#1f5f99"),
        tag("text", end, x=LEFT + space + 6, y=22, font_size=12, fill="#33414f"),
    ]
    if bound is not None:
        x = across(bound)
        drawn += [
            tag("line", x1=across(evidence.rate), y1=17, x2=x, y2=17, stroke="#8a3b00", stroke_width=1.5),
            tag("line", x1=x, y1=5, x2=x, y2=29, stroke="#8a3b00", stroke_width=2.5),
        ]
    return tag(
        "svg", *drawn, viewBox=f"0 0 {WIDTH:.0f} 34", width=WIDTH, height=34, role="img",
        aria_label=bar_text(w, evidence), class_="bar",
    )


def bar_text(w: Words, evidence: Evidence) -> str:
    """The bar in words."""
    bound = None if evidence.unit == Unit.DAYS else evidence.upper if evidence.upper is not None else evidence.lower
    if bound is None:
        return w("report.page.bar.plain", rate=share(w, evidence.rate))
    return w("report.page.bar", rate=share(w, evidence.rate), bound=share(w, bound))
