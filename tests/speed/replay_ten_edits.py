"""How long the replay of a plan of ten edits takes on a million events.

    python tests/speed/replay_ten_edits.py [--runs 3] [--events 1e6] [--check]

Needs ../shared/bench/big_log.py, which makes the log. The log is read and measured first, which is not counted. Told: the median
of the replays, each with nothing known of the others but what the cases are. With --check, exit 1 above 10 seconds.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from procmap import read_log
from procmap.findings import Automate, BoundLoop, Condition, Edit, Move, Parallelise, Remove, SetPeriod
from procmap.measures import measure
from procmap.redesign.gains import Redesign

ROOT = Path(__file__).parents[2]
BIG_LOG = ROOT.parent / "shared" / "bench" / "big_log.py"
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


def main() -> int:
    """Make the log, measure it, replay, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--events", default="1e6")
    parser.add_argument("--check", action="store_true", help="exit 1 where the bar is not met")
    given = parser.parse_args()
    if not BIG_LOG.is_file():
        sys.exit("../shared/bench/big_log.py is absent: nothing to measure on")
    with tempfile.TemporaryDirectory(prefix="measured-speed-") as folder:
        path = Path(folder) / "log.csv"
        subprocess.run([sys.executable, str(BIG_LOG), given.events, str(path)], check=True)
        log = read_log(path)
    redesign = Redesign.of_measures(measure(log))
    taken = []
    for run in range(given.runs):
        fresh = replace(redesign, traces=replace(redesign.traces), _known={})
        began = time.perf_counter()
        outcome = fresh.run(PLAN).outcome
        taken.append(time.perf_counter() - began)
        print(f"run {run + 1}: {taken[-1]:.2f} s, {outcome.hours[redesign.closed].mean():.2f} office hours per case", flush=True)
    median = statistics.median(taken)
    print(f"median {median:.2f} s (bar {BAR:.0f})")
    return 1 if given.check and median > BAR else 0


if __name__ == "__main__":
    sys.exit(main())
