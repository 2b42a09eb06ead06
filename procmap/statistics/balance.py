"""Whether two groups differ in something that was known beforehand.

Source: Austin, Statistics in Medicine 28 (2009) 3083-3107 (standardised difference; 0.1 is the usual limit).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

LIMIT = 0.1
SURE = 2.5758293035489004
"""The difference must also exceed what chance allows (1 % level, two-sided): two small groups are never quite alike."""


def unbalanced(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    """Whether the means of two groups lie apart by 0.1 standard deviations or more, and by more than chance allows.

    Missing values (NaN) are left out. A group without values is unlike one with values.
    """
    import numpy as np

    a, b = one[~np.isnan(one)], other[~np.isnan(other)]
    if not len(a) or not len(b):
        return len(a) != len(b)
    spread = float(np.sqrt((np.var(a) + np.var(b)) / 2))
    if spread == 0:
        return bool(np.mean(a) != np.mean(b))
    apart = abs(float(np.mean(a)) - float(np.mean(b))) / spread
    chance = SURE * float(np.sqrt(1 / len(a) + 1 / len(b)))
    return apart >= LIMIT and apart > chance
