"""Runs that a campaign brings about are no sessions that cases wait for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from procmap.detectors.waiting.periodic_batch.detector import PeriodicBatch
from procmap.log import build_log
from procmap.measures import measure

from .conftest import fresh_engine
from .written_rows import written

EPOCH = datetime(1970, 1, 1)
RUNS = [datetime(2012, 3, 12, 10) + timedelta(days=91 * number) for number in range(12)]


def told(ready_before):
    """Whether a payment run a quarter is told, where files are decided so many days before it."""
    rows = []
    for number, run in enumerate(RUNS):
        for case in range(60):
            decided = run - timedelta(days=ready_before(case), minutes=(case * 53 + number * 17) % 300)
            name = f"C{number:02d}{case:02d}"
            rows += [
                (name, "Application", decided - timedelta(days=20 + case % 17)),
                (name, "Decision", decided),
                (name, "Payment", run),
                (name, "Filing", run + timedelta(days=1 + case % 9)),
            ]
    with fresh_engine() as engine:
        written(engine, rows, lambda moment: (moment - EPOCH) // timedelta(microseconds=1))
        found = PeriodicBatch().find(measure(build_log(engine)))
        return any(f.activities == ("Payment",) and f.grade == "A" for f in found)


@pytest.mark.parametrize(("ready_before", "waits"), [(lambda case: 1 + case * 3 // 2, True), (lambda case: 3 + case % 4, False)])
def test_only_files_that_become_ready_at_any_time_wait_for_the_run(ready_before, waits):
    assert told(ready_before) is waits
