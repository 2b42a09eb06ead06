"""What is made to bring a reader down is answered within 15 seconds and 1 GB, by its rows or by a message that names the place."""

# ruff: noqa: E501 - wall times have no zone; a table of cases reads best in long lines

import datetime as dt
import gzip
import json
import subprocess
import sys
import zipfile

import pytest

from procmap.engine import Engine
from procmap.reading import ReadingOptions, read
from procmap.reading.leaving import EVENT
from procmap.reading.table import distinct_names

from .conftest import ROOT
from .old_workbooks import xls
from .workbooks import column, ods, ods_cell, ods_rows, xlsx, xlsx_rows

SECONDS, MEGABYTES = 15, 1_000  # of processor time: a slow machine takes half as long again as a quick one

ONE = """
import json, os, sys, time
from pathlib import Path
from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading import ReadingOptions, read

def told_of(path):
    began, found = time.process_time(), {}
    try:
        with Engine(threads=2) as engine:
            reading = read(Path(path), ReadingOptions(), engine)
            found = {"rows": [reading.rows_read, reading.rows_kept, reading.rows_refused]}
            found["lines"] = [row[0] for row in engine.rows("select line from refusal")]
    except ProcmapError as error:
        found = {"key": error.key, "told": [words(language).error(error) for language in ("fr", "en")]}
    found["seconds"] = time.process_time() - began
    try:
        import resource
        found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1024)
        status = Path("/proc/self/status")
        if status.exists():  # without what the process was before it became this one: that of whoever started it
            peak = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
            found["megabytes"] = int(peak.split()[1]) / 1024
    except ImportError:  # Windows does not tell
        found["megabytes"] = 0
    return json.dumps(found)

import duckdb, numpy
for line in sys.stdin:
    if not hasattr(os, "fork"):
        print(told_of(json.loads(line)), flush=True)
    elif child := os.fork():
        os.waitpid(child, 0)
    else:
        print(told_of(json.loads(line)), flush=True)
        os._exit(0)
"""
"""Answers each path with what became of it, in a process of its own that has all it needs imported."""


@pytest.fixture(scope="module")
def answer():
    typed = [sys.executable, "-c", ONE]
    with subprocess.Popen(typed, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:

        def answer(path):
            reader.stdin.write(json.dumps(str(path)) + "\n")
            reader.stdin.flush()
            return json.loads(reader.stdout.readline())

        yield answer
        reader.stdin.close()


TABLE = [["case", "activity", "time", "note"]]
TABLE += [[f"c{n // 3}", "abc"[n % 3], dt.datetime(2024, 1, n % 28 + 1, 9), 1.5] for n in range(60)]
CSV = "".join(",".join(map(str, row)) + "\n" for row in TABLE)
XES = (
    "<log><trace><string key='concept:name' value='1'/>\n<event><string key='concept:name' value='a'/>{more}"
    "<date key='time:timestamp' value='2024-01-02T09:00:00'/></event></trace></log>"
)
EMPTY = '<table:table-cell table:number-columns-repeated="16384"/>'


def wide(width, name="col {k}"):
    names = ["case", "activity", "time", *(name.format(k=k) for k in range(width - 3))]
    rows = [[*map(str, row[:3]), *["v"] * (width - 3)] for row in TABLE[1:]]
    return "\n".join(",".join(row) for row in (names, *rows)) + "\n"


def text(content):
    return lambda path: path.write_text(content, encoding="utf-8", newline="")


def sheet(more, rows=TABLE):
    return lambda path: xlsx(path, {"Un": xlsx_rows(rows) + more})


def ods_sheet(more, rows=TABLE):
    return lambda path: ods(path, ods_rows(rows) + more)


def row_of_ods(cells, number):
    return f'<table:table-row table:number-rows-repeated="{number}">{cells}</table:table-row>'


def with_note(note):
    return [*TABLE[:30], [*TABLE[30][:3], note], *TABLE[31:]]


def packed(head, part, times):
    def make(path):
        with gzip.open(path, "wb", compresslevel=9) as file:
            file.write(head)
            for _ in range(times):
                file.write(part)

    return make


def claimed(path):
    """A workbook whose sheet unpacks to more than it says."""
    xlsx(path, {"Un": with_note("x" * 3_000_000)})
    data = path.read_bytes()
    with zipfile.ZipFile(path) as book:
        size = book.getinfo("xl/worksheets/sheet0.xml").file_size
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (4000).to_bytes(4, "little")))


def torn_row(path):
    """The resource of a row is said to stand on another line."""
    xlsx(path, {"Un": xlsx_rows(TABLE[:60]) + '<row r="62"><c r="B62"><v>1</v></c><c r="E2147483648"><v>2</v></c><c r="D62"><v>3</v></c></row>'})


def elsewhere(path):
    """A far cell in a sheet that stands where none is expected."""
    xlsx(path, {"Un": xlsx_rows(TABLE) + FAR})
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name.replace("worksheets/sheet0.xml", "tables.dat"), data.replace(b"worksheets/sheet0.xml", b"tables.dat"))


def far_old(path):
    """Eight old sheets, each with a far cell in the last corner."""
    rows = {k: [TABLE[0], *([f"{k}{case}", *row] for case, *row in TABLE[1:])] for k in range(8)}
    xls(path, {f"Feuille {k}": [*rows[k], *[[]] * 65_000, [*[None] * 255, "x"]] for k in range(8)})


FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
DIAGONAL = "".join(f'<row r="{n * 60}"><c r="{column(n % 700)}{n * 60}"><v>1</v></c></row>' for n in range(4, 4000))
SPREAD = "".join(f'<row r="{n * 60}"><c r="{column(n)}{n * 60}"><v>1</v></c></row>' for n in range(4, 16_000))
# past its reader every wide source takes the way of "10,000 columns": the other ones show what is their reader's own
CASES = {
    "3,000 columns": ("log.csv", text(wide(3000)), [60, 60, 0]),
    "10,000 columns": ("log.csv", text(wide(10_000)), [60, 60, 0]),
    "4,000 columns of one name": ("log.csv", text(wide(4000, "x")), [60, 60, 0]),
    "20,000 columns": ("log.csv", text(wide(20_000)), "too_many_columns 20000"),
    "4,000 attributes": ("log.xes", text(XES.format(more="".join(f"<string key='k{k}' value='v'/>" for k in range(4000)))), [1, 1, 0]),
    "20,000 attributes": ("log.xes", text(XES.format(more="".join(f"<string key='k{k}' value='v'/>" for k in range(20_000)))), "too_many_columns 20"),
    "a digit, blanks, a letter": ("log.csv", text(CSV + "".join(f"c{n},a,2024-01-02 09:00:00,1{' ' * 10_000}x\n" for n in range(30))), [90, 90, 0]),
    "a sign, blanks": ("log.csv", text(CSV + "".join(f"c{n},a,2024-01-02 09:00:00,-{'€' * 10_000}\n" for n in range(30))), [90, 90, 0]),
    "a cell of 10 MB": ("log.csv", text(CSV + f"c9,a,2024-01-02 09:00:00,{'y' * 10_000_000}\nc9,b,2024-01-02 09:00:00,z\n"), [62, 61, 1, 62]),
    "a cell of many lines": ("log.csv", text(CSV + 'c9,a,2024-01-02 09:00:00,"' + "y\n" * 1_500_000 + '"\nc9,b,2024-01-02 09:00:00,z\n'), [62, 61, 1, 62]),
    "a million bad lines": ("log.csv", text(CSV + "y,z\n" * 1_000_000), "too_many_refused 62"),
    "a gzip of rows": ("log.csv.gz", packed(CSV.encode(), CSV.encode() * 1000, 200), "unpacks_too_large log.csv"),
    "a gzip of events": ("log.xes.gz", packed(b"<log><trace>", b"<event><string key='a' value='b'/></event>" * 20_000, 200), "unpacks_too_large log.xes"),
    "an attribute of 10 MB": ("log.xes", text(XES.format(more=f"<string key='n' value='{'z' * 10_000_000}'/>")), "event_too_long 2"),
    "a million elements deep": ("log.xes", text(XES.format(more="<list key='a'>" * 300_000 + "</list>" * 300_000)), [1, 1, 0]),
    "a million elements open": ("log.xes", text("<log>" + "<a>" * 1_000_000), "broken_xes 1"),
    "a far cell": ("log.xlsx", sheet(FAR), [61, 60, 1, 1_048_576]),
    "a far cell without a reference": ("log.xlsx", sheet('<row r="1048576"><c><v>1</v></c></row>'), [61, 60, 1, 1_048_576]),
    "a far cell in other quotes": ("log.xlsx", sheet(FAR.replace('"', "'")), [61, 60, 1, 1_048_576]),
    "a far cell, blanks around its equal sign": ("log.xlsx", sheet(FAR.replace("=", "\t=\n")), [61, 60, 1, 1_048_576]),
    "a far cell in a row of another line": ("log.xlsx", sheet('<row r="62"><c r="XFD1048576"><v>1</v></c></row>'), [61, 60, 1, 1_048_576]),
    "a line beyond all lines": ("log.xlsx", sheet('<row r="62"><c r="E2147483648"><v>1</v></c></row>'), [61, 60, 1, 2_147_483_648]),
    "a line beyond all lines amid a row": ("log.xlsx", torn_row, [61, 59, 2, 62, 2_147_483_648]),
    "a line of many digits": ("log.xlsx", sheet(f'<row r="62"><c r="E2{"9" * 5000}"><v>1</v></c></row>'), [61, 60, 1, 1 << 40]),
    "a column of many letters": ("log.xlsx", sheet(f'<row r="62"><c r="{"E" * 5000}62"><v>1</v></c></row>'), [61, 60, 1, 62]),
    "a column beyond all columns": ("log.xlsx", sheet('<row r="62"><c r="ABCDE62"><v>1</v></c></row>'), [61, 60, 1, 62]),
    "a far cell in a part of another name": ("log.xlsx", elsewhere, [61, 60, 1, 1_048_576]),
    "a far empty cell": ("log.xlsx", sheet('<row r="1048576"><c r="XFD1048576" s="1"/></row>'), [60, 60, 0]),
    "a wide row and a far row": ("log.xlsx", sheet(f'<row r="62">{"<c><v>1</v></c>" * 4000}</row><row r="1048576"><c><v>1</v></c></row>'), [62, 60, 2, 62, 1_048_576]),
    "cells on a diagonal": ("log.xlsx", sheet(DIAGONAL), "too_many_refused 240"),
    "cells spread over all": ("log.xlsx", sheet(SPREAD), "sheet_too_large 16057"),
    "a million empty rows": ("log.xlsx", sheet("".join(f'<row r="{n}"/>' for n in range(62, 400_000))), [60, 60, 0]),
    "styled empty cells": ("log.xlsx", sheet("".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(62, 200_000))), [60, 60, 0]),
    "a workbook's cell of 10 MB": ("log.xlsx", sheet("", with_note("z" * 10_000_000)), "event_too_long 31"),
    "a sheet that unpacks far": ("log.xlsx", sheet("", with_note("z" * 110_000_000)), "unpacks_too_large sheet0.xml"),
    "a sheet that claims to be small": ("log.xlsx", claimed, "broken_file log.xlsx"),
    "a far cell of ODS": ("log.ods", ods_sheet(row_of_ods(EMPTY, 1_048_500) + row_of_ods(f'<table:table-cell table:number-columns-repeated="16383"/>{ods_cell("x")}', 1)), [61, 60, 1, 1_048_562]),
    "far cells of XLS": ("log.xls", far_old, [488, 480, 8, *[65_062] * 8]),
    "a number of rows beyond all": ("log.ods", ods_sheet(row_of_ods(EMPTY, "9" * 40) + ods_rows([[*TABLE[5][:3], 2], [*TABLE[6][:3], 2]])), [62, 62, 0]),
    "rows that end in empty cells": ("log.ods", lambda path: ods(path, ods_rows(TABLE).replace("</table:table-row>", f"{EMPTY}</table:table-row>")), [60, 60, 0]),
    "rows repeated": ("log.ods", ods_sheet(row_of_ods("".join(map(ods_cell, TABLE[1])), 1_000_000)), "row_repeated 62"),
    "cells repeated": ("log.ods", ods_sheet(row_of_ods('<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>', 50_000)), "sheet_too_large 16384"),
    "elements of ODS a million deep": ("log.ods", ods_sheet(row_of_ods(f"<table:table-cell office:value-type='string'>{'<text:p>' * 300_000}{'</text:p>' * 300_000}</table:table-cell>", 1)), [61, 60, 1, 62]),
    "a content that unpacks far": ("log.ods", ods_sheet("", with_note("z" * 110_000_000)), "unpacks_too_large content.xml"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_it_is_answered_within_seconds_and_little_memory(tmp_path, answer, name):
    file, make, expected = CASES[name]
    make(tmp_path / file)
    found = answer(tmp_path / file)
    if isinstance(expected, str):
        key, _, place = expected.partition(" ")
        assert found["key"] == f"reading.{key}"
        for told in found["told"]:
            assert place in told.replace("\u202f", "").replace(",", "")
            assert len(told.splitlines()) >= 2
    else:
        assert found["rows"] == expected[:3]
        assert found["lines"] == expected[3:]
    assert found["seconds"] < SECONDS
    assert found["megabytes"] < MEGABYTES


EVENTS = f"select {', '.join(EVENT)} from source_event order by pos"


def rows_of(path):
    with Engine(threads=1) as engine:
        reading = read(path, ReadingOptions(), engine)
        return reading.columns, engine.rows(EVENTS), engine.rows("select * from source_attribute order by pos")


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_cells_moved_together_read_as_they_did_before(tmp_path, kind):
    rows = [*TABLE, [None] * 4, ["c9", "a &lt;&amp;&gt; b", dt.datetime(2024, 2, 1, 9, 30, 15), 2]]
    if kind == "xlsx":
        xlsx(tmp_path / "plain.xlsx", {"Un": rows})
        xlsx(tmp_path / "far.xlsx", {"Un": xlsx_rows(rows) + '<row r="900000"><c r="ZZ900000" t="inlineStr"><is><t> </t></is></c></row>'})
    else:
        ods(tmp_path / "plain.ods", rows)
        blank = f'<table:table-cell table:number-columns-repeated="800"/>{ods_cell(" ")}'
        ods(tmp_path / "far.ods", ods_rows(rows) + row_of_ods(EMPTY, 900_000) + row_of_ods(blank, 1))
    plain, far = (rows_of(tmp_path / f"{name}.{kind}") for name in ("plain", "far"))
    assert plain[1] == far[1]
    assert far[1][-1][2] == "a <&> b"
    assert [choice.name for choice in plain[0]] == [choice.name for choice in far[0]]


def test_lines_of_refused_rows_are_those_of_the_sheet_even_when_repeated(tmp_path):
    bad = "".join(map(ods_cell, [None, "b", dt.datetime(2024, 2, 1), 1]))
    body = ods_rows(TABLE[:40]) + row_of_ods(EMPTY, 1_000_000) + row_of_ods(bad, 3) + row_of_ods("".join(map(ods_cell, TABLE[40])), 2)
    ods(tmp_path / "log.ods", body + row_of_ods(f'<table:table-cell table:number-columns-repeated="900"/>{ods_cell("x")}', 1))
    with Engine(threads=1) as engine:
        reading = read(tmp_path / "log.ods", ReadingOptions(), engine)
        assert engine.rows("select line from refusal") == [(1_000_041,), (1_000_042,), (1_000_043,), (1_000_045,), (1_000_046,)]
    assert (reading.rows_read, reading.rows_kept) == (45, 40)  # the last row stands twice, whole


def test_equal_column_names_are_numbered_as_ever():
    assert distinct_names(["a", "a", "a (2)", "a", "", "column 5"]) == ("a", "a (2)", "a (2) (2)", "a (3)", "column 5", "column 5 (2)")
