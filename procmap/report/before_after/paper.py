"""How large the letters of a picture get on a sheet of paper."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.report.before_after import style

POINT = 0.3528
"""Millimetres."""

LEGIBLE = 8.0
"""Points of the smallest text, at least; the strip of time is left out before it gets smaller."""

ENOUGH = 8.5
"""Points of the smallest text beyond which wider boxes are better than larger letters."""


@dataclass(frozen=True)
class Paper:
    """Millimetres that a printer reaches of a sheet that lies on its long side."""

    wide: float
    high: float

    def points(self, width: float, height: float) -> float:
        """Size of the smallest text of a picture of so many pixels, the sheet turned as it suits."""
        return style.SMALL / POINT * max(
            min(self.wide / width, self.high / height), min(self.high / width, self.wide / height)
        )


A3 = Paper(410.0, 287.0)
A4 = Paper(277.0, 190.0)
