"""Reading public logs: their cases, events and activities are those that their authors give."""

from pathlib import Path

import pytest

from procmap.reading import ReadingOptions, read

from .conftest import fresh_engine

DATA = Path(__file__).parents[1].parent / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public logs are not beside the project")

LOGS = {
    "receipt_permit/receipt.csv": (1434, 8577, 27),
    "receipt_permit/receipt.xes.gz": (1434, 8577, 27),
    "travel_2020/DomesticDeclarations.xes.gz": (10357, 55628, None),
    "travel_2020/PrepaidTravelCost.xes.gz": (2007, 17507, None),
    "purchasing_2019/16_bpic2019_1t_per_variant.xes.gz": (11973, 338247, 42),
    "purchasing_demo/PurchasingExample.csv": (608, 9119, 21),
    "credentials/AcademicCredentials.csv.gz": (954, 4928, 16),
}


@pytest.mark.parametrize("name", LOGS)
def test_counts(name):
    with fresh_engine(2) as engine:
        found = read(DATA / name, ReadingOptions(), engine)
        counted = "select count(distinct case_name), count(distinct activity_name) from source_event"
        cases, activities = engine.rows(counted)[0]
    expected = LOGS[name]
    assert (cases, found.events, activities if expected[2] else None) == expected
    assert found.rows_refused == 0


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
