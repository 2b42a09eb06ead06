"""Reading public logs: the same events from both forms, the columns of one; test_real_logs counts what all of them hold."""

from pathlib import Path

import pytest

from procmap.reading import ReadingOptions, read

from .conftest import fresh_engine

DATA = Path(__file__).parents[1].parent / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public logs are not beside the project")

def test_the_csv_and_the_xes_of_a_log_give_the_same_events():
    seen = []
    for name in ("receipt.csv", "receipt.xes.gz"):
        with fresh_engine(2) as engine:
            read(DATA / "receipt_permit" / name, ReadingOptions(), engine)
            seen.append(engine.rows("select * from source_event order by pos"))
    assert seen[0] == seen[1]


def test_columns_of_travel_declarations():
    with fresh_engine(2) as engine:
        found = read(DATA / "travel_2020" / "PrepaidTravelCost.xes.gz", ReadingOptions(), engine)
    assert {choice.kind: choice.name for choice in found.columns} == {
        "case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp", "resource": "org:resource",
        "role": "org:role", "amount": "(case)_RequestedAmount", "lifecycle": "lifecycle:transition",
    }  # fmt: skip
    assert (found.time_zone, found.zone_given) == ("Europe/Paris", True)
