"""Inputs for the fuzzer: a small seed of each format, and mutants of it that mostly still read."""

# ruff: noqa: E501 - chance decides here, and nothing secret; wall times have no zone; lists of values in long lines

from __future__ import annotations

import datetime as dt
import random
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from tests.workbooks import ods, xlsx

STEPS = ("Dépôt", "Contrôle", "Visa du chef", "Décision")
HEADER = ("N° dossier", "Étape", "Début", "Fin", "Agent", "Service", "Montant")
TEXTS = ("", " ", "\u00a0", "NULL", "n/a", "0", "-1", "1e400", "9" * 40, "-0,0001", "1 234,50 €", "1.234.567,89", "(12)", "12 %",
         "1900-01-01", "0000-00-00", "9999-12-31", "0001-01-01 00:00", "31/12/2099", "32/01/2024", "2024-02-30", "01/02/03",
         "2024-01-31T10:00:00+14:00", "2024-03-31 02:30", "1706700000", "1706700000000000", "20240131", "12 janvier 2024", "infinity",
         "Zoé\u0301", "\u202eabc", "\x1b[31m", "a\x00b", "\ufeff", "\ufffd", "😀" * 50, "é" * 3000, "a" + " " * 5000 + "b", "1" + " " * 5000,
         "'; drop table event; --", '"', "'", "{column}", "%s", "../..", "CON", "=1+1", "<b>&amp;</b>", "\n", "\r\n", "\t", ";", ",", "|")  # fmt: skip
PIECES = (b"", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b'""', b"'", b"\n", b"\r", b"\r\n", b";", b",", b"\t", b"<", b">", b"&",
          b"/>", b"]]>", b"<!--", b"<?", b"<![CDATA[", b"=", b"[", b"]", b"[[", b"{", b"}", b"#", b"\\", b"\xc3", b"\xe9", b"true", b"-1",
          b"999999999999999999999", b"1e999", b"nan", b"0x10", b"1979-05-27T07:32:00Z", b"\x1a", b"\x80\x81", "é".encode(), b" " * 2000)  # fmt: skip
NUMBER = re.compile(rb"\d+")

CONFIG = """title = "Commandes"
language = "fr"
[columns]
case = "N° dossier"
activity = "Étape"
time = "Fin"
start = "Début"
[reading]
encoding = "utf-8"
separator = ";"
date_format = "day-first"
time_zone = "Europe/Paris"
since = 2024-01-01
until = "2024-12-31"
where = ["Montant < 4000", 'Service = "Achats"']
[calendar]
hours = "Mon-Fri 09:00-12:30 13:30-17:00; Sat 09:00-12:00"
holidays = "FR-57"
[words]
approval = ["visa du chef"]
[detectors.low_yield_check]
rate = 0.02
"""
PLAN = """# Le plan
[[finding]]
id = "F01"
key = "approval_chain|Visa du chef|Achats"
detector = "approval_chain"
accept = true
reason = "Délégation"

[[finding]]
id = "F02"
key = "rework_loop|Contrôle"
detector = "rework_loop"
accept = false
reason = ""
"""

Rows = list[list[object]]


def seed_rows(chance: random.Random) -> Rows:
    """A log of 10 to 40 events."""
    rows: Rows = []
    for case in range(chance.randint(3, 10)):
        begin = dt.datetime(2024, 1, 8, 9) + dt.timedelta(days=case, minutes=chance.randint(0, 300))
        for place, step in enumerate(STEPS):
            end = begin + dt.timedelta(days=place, hours=1)
            rows.append([f"D{case:02d}", step, end - dt.timedelta(minutes=30), end, f"agent {place}", "Achats", 100.5 + case])
    return rows


def changed(rows: Rows, chance: random.Random) -> tuple[list[object], Rows]:
    """Rows with some cells, rows and columns changed, and their header."""
    header: list[object] = list(HEADER)
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        row = chance.choice(rows)
        kind = chance.randrange(10)
        if kind < 5:
            row[chance.randrange(len(row))] = chance.choice(TEXTS)
        elif kind == 5:
            place, text = chance.randrange(len(header)), chance.choice(TEXTS)
            for each in rows[:: chance.choice((1, 2, 5))]:
                each[place] = text
        elif kind == 6:
            rows.insert(chance.randrange(len(rows)), list(row))
        elif kind == 7:
            header[chance.randrange(len(header))] = chance.choice(TEXTS)
        elif kind == 8:
            row[2:4] = [row[3], row[2]]
        else:
            place = chance.randrange(len(header))
            header.append(header[place])
            for each in rows:
                each.append(each[place])
    return header, rows


def torn(data: bytes, chance: random.Random) -> bytes:
    """Bytes with pieces put in, taken out, doubled, exchanged, numbers made extreme."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 2, 8, 64, 512)))
        kind = chance.randrange(7)
        if kind == 0:
            data = data[:at] + data[end:]
        elif kind == 1:
            data = data[:at] + chance.choice(PIECES) + data[at:]
        elif kind == 2:
            data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        elif kind == 3:
            data = data[:end] + data[at:end] * chance.choice((1, 2, 50)) + data[end:]
        elif kind == 4:
            data = data[:at] + chance.choice(PIECES) + data[end:]
        elif kind == 5 and (numbers := list(NUMBER.finditer(data))):
            found = chance.choice(numbers)
            extreme = chance.choice((b"0", b"-1", b"1048576", b"16384", b"99999999999999999999", b"1e308", b"2147483648"))
            data = data[: found.start()] + extreme + data[found.end() :]
        elif kind == 6:
            data = data[:at] + chance.choice(TEXTS).encode() + data[at:]
    return data


def csv_bytes(chance: random.Random) -> bytes:
    """A table of text in some layout and encoding."""
    header, rows = changed(seed_rows(chance), chance)
    separator = chance.choice((";", ";", ",", "\t", "|"))
    form = chance.choice(("%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%S+01:00", "%m/%d/%Y %I:%M %p"))

    def written(cell: object) -> str:
        text = cell.strftime(form) if isinstance(cell, dt.datetime) else str(cell)
        return '"' + text.replace('"', '""') + '"' if any(each in text for each in (separator, '"', "\n", "\r")) else text

    lines = [separator.join(map(written, row)) for row in (header, *rows)]
    text = chance.choice(("\n", "\n", "\r\n", "\r")).join(lines) + chance.choice(("", "\n", "\n\n"))
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16", "cp850"))
    data = text.encode(encoding, errors="replace")
    return torn(data, chance) if chance.random() < 0.6 else data


def xml_cell(cell: object) -> object:
    """A value as workbooks.py writes it into XML."""
    if isinstance(cell, str):
        text = "".join(letter for letter in cell if letter >= " " or letter in "\t\n")
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return cell


def xlsx_bytes(chance: random.Random) -> bytes:
    """A workbook with a sheet or two."""
    header, rows = changed(seed_rows(chance), chance)
    sheet = [[xml_cell(cell) for cell in row] for row in (header, *rows)]
    sheets = {"Journal": sheet, **({"Notes": [["rien"]]} if chance.random() < 0.3 else {})}
    return _packed(lambda file: xlsx(file, sheets), chance)


def ods_bytes(chance: random.Random) -> bytes:
    """A workbook of OpenDocument."""
    header, rows = changed(seed_rows(chance), chance)
    return _packed(lambda file: ods(file, [[xml_cell(cell) for cell in row] for row in (header, *rows)]), chance)


def _packed(write: Callable[[BytesIO], None], chance: random.Random) -> bytes:
    """A zip file, one of its parts torn, or it itself."""
    whole = BytesIO()
    write(whole)
    if chance.random() < 0.1:
        return torn(whole.getvalue(), chance)
    again = BytesIO()
    with zipfile.ZipFile(whole) as book, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as copy:
        parts = book.namelist()
        bent = chance.choice([*parts, *[name for name in parts if "sheet" in name or "content" in name] * 6]) if chance.random() < 0.4 else ""
        for name in parts:
            data = book.read(name)
            copy.writestr(name, torn(data, chance) if name == bent else data)
    return again.getvalue()


def xes_bytes(chance: random.Random) -> bytes:
    """An XES log."""
    header, rows = changed(seed_rows(chance), chance)
    keys = ("case", "concept:name", "start", "time:timestamp", "org:resource", "org:role", "amount")
    names = [*keys, *map(str, header[len(keys) :])]
    parts, case = ["<?xml version='1.0' encoding='UTF-8'?>\n<log xes.version='1.0'>\n"], None
    for row in rows:
        if row[0] != case:
            case = row[0]
            parts.append("</trace>\n" if len(parts) > 1 else "")
            parts.append(f"<trace><string key='concept:name' value='{_attribute(case)}'/>\n")
        cells = [
            f"<{'date' if isinstance(cell, dt.datetime) else 'string'} key='{_attribute(name)}' value='{_attribute(cell)}'/>"
            for name, cell in zip(names[1:], row[1:], strict=False)
        ]
        parts.append(f"<event>{''.join(cells)}</event>\n")
    data = "".join([*parts, "</trace>\n</log>\n"]).encode()
    return torn(data, chance) if chance.random() < 0.3 else data


def _attribute(value: object) -> str:
    text = value.isoformat() + "+01:00" if isinstance(value, dt.datetime) else str(xml_cell(value))
    return text.replace("'", "&apos;")


def parquet_bytes(chance: random.Random, folder: Path) -> bytes:
    """A Parquet file of some types; written by the engine, so its bytes are torn afterwards only."""
    import duckdb

    header, rows = changed(seed_rows(chance), chance)
    kinds = [chance.choice(("varchar", "varchar", "timestamp", "timestamptz", "double", "bigint", "date", "blob", "varchar[]")) if chance.random() < 0.2
             else kind for kind in ("varchar", "varchar", "timestamp", "timestamp", "varchar", "varchar", "double")]  # fmt: skip
    names = [f"{str(name) or place}" for place, name in enumerate(header)]
    names = [name if name.casefold() not in {each.casefold() for each in names[:place]} else f"{name}{place}" for place, name in enumerate(names)]
    path = folder / "made.parquet"
    path.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        columns = ", ".join('"' + name.replace('"', '""').replace("\x00", "") + f'" {kind}' for name, kind in zip(names, [*kinds, *["varchar"] * 9], strict=False))
        try:
            connection.execute(f"create table made ({columns})")
            for row in rows:
                cells = [str(cell) for cell in row]
                holders = ", ".join(f"try_cast(? as {kind})" for _, kind in zip(cells, [*kinds, *["varchar"] * 9], strict=False))
                connection.execute(f"insert into made values ({holders})", cells)
        except duckdb.Error:
            connection.execute("create or replace table made as select 'D1' as dossier, 'a' as activity, timestamp '2024-01-02' as time")
        codec = chance.choice(("snappy", "uncompressed", "zstd"))
        connection.execute(f"copy made to '{path}' (format parquet, compression {codec})")
    data = path.read_bytes()
    return torn(data, chance) if chance.random() < 0.3 else data


def toml_bytes(text: str, chance: random.Random) -> bytes:
    """A TOML file with lines exchanged, values replaced, bytes torn."""
    lines = text.splitlines()
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        at = chance.randrange(len(lines))
        kind = chance.choice((0, 1, 1, 1, 2, 2))
        if kind == 0:
            lines.insert(chance.randrange(len(lines)), lines[at])
        elif kind == 1:
            del lines[at]
        elif "=" in lines[at]:
            value = chance.choice(("1", "true", "[]", "{}", '""', "nan", "inf", "-9999999999999999999", "9999-12-31", "0001-01-01", "07:32:00",
                                   "1e308", '["a", 1]', "[[1]]", '"\\u0000"', '"' + "x" * 5000 + '"', "'''\n'''", "2024-01-01T00:00:00Z"))  # fmt: skip
            lines[at] = lines[at].partition("=")[0] + "= " + value
    data = ("\n".join(lines) + "\n").encode()
    return torn(data, chance) if chance.random() < 0.2 else data
