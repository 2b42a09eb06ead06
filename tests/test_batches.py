"""Batches of hand-made logs, beside the batch that their authors expect each event in."""

from __future__ import annotations

import pytest

from procmap.log import OfficeCalendar, build_log
from procmap.measures.waiting.batches import BatchRule, describe_batches, find_batches
from procmap.measures.waiting.work import find_work
from procmap.reading import ReadingOptions, read

from .conftest import DATA, fresh_engine

pytestmark = pytest.mark.skipif(not (DATA / "batches").is_dir(), reason="the logs of batches are not beside the project")

MINUTE = 60_000_000
EXPECTED = [
    ("event_log_1", "expected_id", None, BatchRule(least=2)),
    ("event_log_1", "expected_id_gap", None, BatchRule(least=2, gap=5 * MINUTE)),
    ("event_log_1", "expected_id_size_4", None, BatchRule(least=4)),
    ("event_log_1", "expected_id_gap_size_4", None, BatchRule(least=4, gap=5 * MINUTE)),
    ("event_log_4", "batch_instance_id", "batch_instance_type", BatchRule(least=2)),
]


def work_of(name, engine):
    """The log with its instances ready when the file says, not when the log would tell."""
    read(DATA / "batches" / f"{name}.csv", ReadingOptions(), engine)
    log = build_log(engine, OfficeCalendar("Mon-Sun 00:00-24:00", "none"))
    engine.table(
        "enabling",
        """select e.case_id, e.k, a.ready as enabled_time, a.ready - e.time + e.office as enabled
           from event e
           join (select pos, epoch_us(cast(left(enabled_time, 19) as timestamp)) as ready from source_attribute) a using (pos)""",
    )
    find_work(log)
    return log


@pytest.mark.parametrize(("name", "ids", "kinds", "rule"), EXPECTED, ids=[f"{name}-{ids}" for name, ids, _, _ in EXPECTED])
def test_each_event_is_in_the_batch_that_the_file_expects(name, ids, kinds, rule):
    with fresh_engine() as engine:
        find_batches(work_of(name, engine), rule)
        rows = engine.rows(
            f"""select a.{ids}, {f"lower(a.{kinds})" if kinds else "null"}, b.batch, {"b.kind" if kinds else "null"}
                from event e join source_attribute a using (pos)
                left join batch b on b.case_id = e.case_id and b.k = e.k order by e.pos""",
        )
    wanted, found = ({i for i, row in enumerate(rows) if row[at] is not None} for at in (0, 2))
    assert found == wanted
    pairs = {(row[0], row[2]) for row in rows if row[0] is not None}
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
    assert [row[3] for row in rows] == [row[1] for row in rows]


def test_the_kinds_of_batches_that_the_file_gives():
    # the numbers of this log (and of event_log_3) are given by hand: a member may stand between others that were ready later
    with fresh_engine() as engine:
        log = work_of("event_log_2", engine)
        engine.table(
            "batch_number",
            """select w.case_id, w.k, cast(a.batch_instance_id as integer) as batch,
                      row_number() over (order by w.begins_time, w.ends_time) as place
               from work w join event e on e.case_id = w.case_id and e.k = w.k join source_attribute a using (pos)
               where a.batch_instance_id is not null""",
        )
        describe_batches(log, 2)
        rows = engine.rows(
            """select lower(a.expected_type), b.kind from event e join source_attribute a using (pos)
               left join batch b on b.case_id = e.case_id and b.k = e.k""",
        )
    assert [kind for _, kind in rows] == [wanted for wanted, _ in rows]
    assert {"parallel", "sequential", "concurrent"} <= {kind for _, kind in rows}
