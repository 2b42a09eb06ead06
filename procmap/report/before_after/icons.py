"""Small shapes that tell the kinds of change apart without colour or words."""

from __future__ import annotations

from procmap.report.svg import Markup, tag

SIZE = 12.0
"""Shapes are drawn in a square of this many pixels."""

_DRAWN = 9.0
"""The square that the shapes below are written for."""

_SHAPES = {
    "removed": "M1 1 L8 8 M8 1 L1 8",
    "spared": "M1 1 L8 8 M8 1 L1 8",
    "rarer": "M4.5 0.6 L4.5 8.4 M1.2 5.2 L4.5 8.4 L7.8 5.2",
    "gone": "M1 1 L8 8 M8 1 L1 8",
    "conditional": "M4.5 0.5 L8.5 4.5 L4.5 8.5 L0.5 4.5 Z",
    "bounded": "M7.5 5 A3.3 3.3 0 1 1 6.5 2.2 M6.8 0 L6.8 2.6 L4.2 2.6",
    "period": "M4.5 0.6 A3.9 3.9 0 1 1 4.49 0.6 M4.5 2.2 L4.5 4.7 L6.5 5.8",
    "automated": "M5.5 0.3 L1.5 5 L4.3 5 L3.5 8.7 L7.5 3.8 L4.8 3.8 Z",
    "merged": "M1 0.8 L4.5 4.5 L8 0.8 M4.5 4.5 L4.5 8.6",
    "delegated": "M0.5 4.5 L8 4.5 M5 1.5 L8 4.5 L5 7.5",
    "parallel": "M2.6 0.6 L2.6 8.4 M6.4 0.6 L6.4 8.4",
    "moved": "M4.5 8.5 L4.5 0.8 M1.5 3.8 L4.5 0.8 L7.5 3.8",
    "reinforced": "M4.5 0.6 L4.5 8.4 M0.6 4.5 L8.4 4.5",
    "new": "M4.5 0.6 L4.5 8.4 M0.6 4.5 L8.4 4.5",
    "changed": "M1.5 3 L7.5 3 M1.5 6 L7.5 6",
}


def icon(kind: str, x: float, y: float, colour: str) -> Markup:
    """The shape of a kind of change, its upper left corner at (x, y)."""
    return tag(
        "path",
        d=_SHAPES[kind],
        transform=f"translate({x:.2f} {y:.2f}) scale({SIZE / _DRAWN:.3f})",
        fill="none",
        stroke=colour,
        stroke_width=1.6,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def lock(x: float, y: float, colour: str, reason: str) -> Markup:
    """A padlock as wide as SIZE and a little higher, with the reason of the protection."""
    at = f"translate({x:.2f} {y:.2f}) scale({SIZE / _DRAWN:.3f})"
    return tag(
        "g",
        tag("title", reason),
        tag(
            "path",
            d="M2 5 L2 3.2 A2.5 2.5 0 0 1 7 3.2 L7 5",
            fill="none",
            stroke=colour,
            stroke_width=1.5,
            transform=at,
        ),
        tag("rect", x=0.5, y=5, width=8, height=6, rx=1, fill=colour, transform=at),
        class_="lock",
    )
