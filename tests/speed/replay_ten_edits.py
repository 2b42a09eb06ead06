"""How long the replay of a plan of ten edits takes on a million events.

    python tests/speed/replay_ten_edits.py [--runs 3] [--events 1e6] [--check]

Needs ../shared/bench/big_log.py, which makes the log. The log is read and measured first, which is not counted. Told: the median
of the replays, each with nothing known of the others but what the cases are. With --check, exit 1 above 10 seconds.
"""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import replace

from million_events import Made, measurement

from procmap import read_log
from procmap.findings import Automate, BoundLoop, Condition, Edit, Move, Parallelise, Remove, SetPeriod
from procmap.measures import measure
from procmap.redesign.gains import Redesign

BAR = 10.0
"""Seconds."""

PLAN: tuple[Edit, ...] = (
    Remove(("Budget check",)),
    Remove(("Print file",)),
    Remove(("Scan signed file",), 0.5),
    Condition(("Approval level 2",), "sample 10 %", share=0.9),
    Condition(("Approval level 3",), "amount", minimum=500_000),
    BoundLoop(("Create purchase order",), ("Request missing document", "Receive missing document"), 0.5),
    SetPeriod("Clear invoice"),
    Automate(("Release order",)),
    Parallelise(("Technical advice", "Legal check")),
    Move("Supplier confirms", "Release order", ()),
)
"""Ten edits of all kinds that change the way of the cases."""


def missed_bars(made: Made) -> list[str]:
    """Read and measure the log, replay, tell; returns the bar if it is not met."""
    redesign = Redesign.of_measures(measure(read_log(made.log)))
    taken = []
    for run in range(made.runs):
        fresh = replace(redesign, traces=replace(redesign.traces), _known={})
        began = time.perf_counter()
        outcome = fresh.run(PLAN).outcome
        taken.append(time.perf_counter() - began)
        print(f"run {run + 1}: {taken[-1]:.2f} s, {outcome.hours[redesign.closed].mean():.2f} office hours per case", flush=True)
    median = statistics.median(taken)
    print(f"median {median:.2f} s (bar {BAR:.0f})")
    return [f"replay {median:.2f} s > {BAR:.0f}"] if median > BAR else []


if __name__ == "__main__":
    sys.exit(measurement(__doc__, 3, missed_bars))
