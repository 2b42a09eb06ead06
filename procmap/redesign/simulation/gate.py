"""The gate: a simulation counts only where it runs the present as the log has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmap.redesign.traces import Traces, enabled

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

CYCLE, STEP = 0.15, 0.25
"""How far the mean and the 90th percentile of the cycle time, and the mean time of a step, may be off, as a share."""

FREQUENT, WEIGHT = 0.1, 0.05
"""Steps that count are in so many of the cases and hold so much of all time: the others move a gain by a hundredth at most."""


@dataclass(frozen=True)
class Fit:
    """How far the replica of the present is off, as shares of what was observed: the mean, the 90th percentile, the worst step."""

    mean: float
    late: float
    step: float

    @property
    def passes(self) -> bool:
        """Whether the simulation may be used."""
        return abs(self.mean) <= CYCLE and abs(self.late) <= CYCLE and abs(self.step) <= STEP


def fit_of(traces: Traces, completion: Array, observed: Array, simulated: Array) -> Fit:
    """The fit of a replica.

    Args:
        traces: The events.
        completion: Of each event in the replica.
        observed: Cycle times of the closed cases, office time.
        simulated: The same in the replica.
    """
    import numpy as np

    if not len(observed) or not observed.sum():
        return Fit(1.0, 1.0, 1.0)
    took = np.maximum(completion - enabled(traces, completion, traces.arrival), 0)
    worst = 0.0
    for code in np.unique(traces.activity):
        mine = (traces.activity == code) & (traces.office >= 0)
        known = int(traces.sojourn[mine].sum())
        if mine.sum() >= FREQUENT * traces.cases and known >= WEIGHT * traces.sojourn.sum() and known:
            worst = max(worst, int(took[mine].sum()) / known - 1, key=abs)
    late = np.quantile(simulated, 0.9) / max(float(np.quantile(observed, 0.9)), 1.0) - 1
    return Fit(float(simulated.sum() / observed.sum() - 1), float(late), worst)
