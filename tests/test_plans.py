"""Statements on small tables are planned in brief, on larger ones in full, and answer the same."""

import pytest

from procmap.config import Config
from procmap.engine import Engine
from procmap.engine.duckdb_engine import PLANNED
from procmap.loading import load_log
from procmap.log import build
from procmap.reading import reader

from .conftest import fresh_engine, short_example

TABLES = ("event", "case_", "variant", "activity_", "role_")


def left_out(engine):
    """The optimisers that the engine does without."""
    return set(filter(None, engine.value("select current_setting('disabled_optimizers')").split(",")))


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return short_example(tmp_path_factory.mktemp("plans"), cases=30)


@pytest.fixture
def plans(monkeypatch):
    """Whether statements were planned in brief, each time that a size was weighed."""
    asked, plan = [], Engine.plan_briefly

    def noted(self, *, briefly):
        asked.append(briefly)
        plan(self, briefly=briefly)

    monkeypatch.setattr(Engine, "plan_briefly", noted)
    return asked


def read_as(source, monkeypatch, reading, log):
    """What a source is read as, and what the engine does without, when these sizes are small."""
    monkeypatch.setattr(reader, "SMALL", reading)
    monkeypatch.setattr(build, "SMALL", log)
    with fresh_engine() as engine:
        _, read = load_log(source, Config(), engine)
        return read, {name: engine.rows(f"select * from {name} order by all") for name in TABLES}, left_out(engine)


def test_small_logs_are_planned_in_brief_and_give_the_same(source, monkeypatch):
    size, whole = source.stat().st_size, read_as(source, monkeypatch, 0, 0)
    events = len(whole[1]["event"])
    brief = read_as(source, monkeypatch, size, events)
    assert whole[:2] == brief[:2]
    assert whole[2] == set()
    assert "join_order" in brief[2]
    assert not brief[2] & PLANNED
    assert read_as(source, monkeypatch, size, events // 2)[2] == set(), "a small file of many events"


def test_a_source_is_weighed_by_all_its_files_then_its_log_by_its_events(source, monkeypatch, plans):
    size = source.stat().st_size
    for limit in (size, size - 1):
        read_as(source, monkeypatch, limit, 10**6)
    again = source.with_name("again.csv")
    again.write_bytes(source.read_bytes())
    read_as((source, again), monkeypatch, size, 0)
    assert plans == [True, True, False, True, False, False]


def test_an_engine_knows_its_tables(engine):
    assert not engine.has("thing")
    engine.table("thing", "select 1 as one")
    assert engine.has("thing")
    engine.drop("thing")
    assert not engine.has("thing")
