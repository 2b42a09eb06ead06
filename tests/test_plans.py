"""Statements on small tables are planned in brief, on larger ones in full, and answer the same."""

import pytest

from procmap.config import load_config
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


def read_as(source, monkeypatch, reading, log):
    """What a source is read as, and what the engine does without, when these sizes are small."""
    monkeypatch.setattr(reader, "SMALL", reading)
    monkeypatch.setattr(build, "SMALL", log)
    with fresh_engine() as engine:
        _, read = load_log(source, load_config(None, source), engine)
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
    assert read_as(source, monkeypatch, size - 1, events)[2] == brief[2]


def test_the_size_of_the_files_says_how_their_reading_is_planned(source, monkeypatch):
    size = source.stat().st_size
    monkeypatch.setattr(reader, "SMALL", size)
    with fresh_engine() as engine:
        for given, is_brief in ((source, True), ((source, source), False), (source, True)):
            with reader._sized(given, engine):
                assert bool(left_out(engine)) == is_brief


def test_an_engine_knows_its_tables(engine):
    assert not engine.has("thing")
    engine.table("thing", "select 1 as one")
    assert engine.has("thing")
    engine.drop("thing")
    assert not engine.has("thing")
