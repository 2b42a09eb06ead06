"""A column that says which steps were done by delegation: how it is known, and what is counted of it."""

import pytest

from procmap.log import build_log
from procmap.measures.organisation.delegated import Delegated, find_delegated
from procmap.reading import ReadingOptions, read

YES, NO = "oui", "non"


@pytest.fixture
def parse(tmp_path, engine):
    def parse(header, values, **options):
        path = tmp_path / "log.csv"
        rows = [f"C{i // 2};{'AB'[i % 2]};2031-03-{1 + i // 2:02d} 1{i % 2}:00;{value}" for i, value in enumerate(values)]
        path.write_text("\n".join((f"dossier;étape;date;{header}", *rows)) + "\n", encoding="utf-8")
        return read(path, ReadingOptions(**options), engine)

    return parse


def kinds(reading):
    return {choice.kind: choice.name for choice in reading.columns}


@pytest.mark.parametrize("header", ["Par délégation", "par delegation", "Délégation", "delegated", "By delegation"])
def test_it_is_known_by_its_name_where_it_says_yes_or_no(parse, header):
    assert kinds(parse(header, [NO, YES] * 6))["delegation"] == header


@pytest.mark.parametrize("values", [["Nord", "Sud"] * 6, ["Nord", "oui"] * 6, [""] * 12])
def test_a_column_of_anything_else_is_none(parse, values):
    assert "delegation" not in kinds(parse("Délégation", values))


@pytest.mark.parametrize("options", [{}, {"delegation": "Délégation"}])
def test_passages_by_delegation_are_counted_by_step(parse, engine, options):
    parse("Délégation", [NO, YES, NO, YES, NO, NO, "", YES], **options)
    log = build_log(engine)
    assert [(label, found) for label, (_, found) in zip(log.activities, sorted(find_delegated(log).items()), strict=True)] == [
        ("A", Delegated(0, 4)), ("B", Delegated(3, 4)),
    ]  # fmt: skip


def test_on_whose_behalf_may_be_said_instead_of_yes(parse, engine):
    parse("Signé pour", ["", "DGA", "", "DGS"], delegation="Signé pour")
    assert sorted(one.count for one in find_delegated(build_log(engine)).values()) == [0, 2]


@pytest.mark.parametrize("values", [[NO] * 4, [""] * 4])
def test_where_nothing_is_delegated_nothing_is_told(parse, engine, values):
    parse("Délégué", values, delegation="Délégué")
    assert find_delegated(build_log(engine)) == {}
