"""XLS workbooks (Excel 97-2003) written by hand, as small as the format allows: records in a stream, the stream in a container."""

import datetime as dt
import struct

SECTOR = 512
LEAST = 4096
"""Bytes from which a stream stands in sectors of its own."""

END, TABLE, NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
"""Of the table of sectors: the last of a stream, one of the table itself, no such thing."""

BOF, BOUNDSHEET, XF, NUMBER, LABEL, FILEPASS, EOF = 0x809, 0x85, 0xE0, 0x203, 0x204, 0x2F, 0x0A
DIMENSIONS, FORMULA, STRING, MULRK = 0x200, 0x06, 0x207, 0xBD
GLOBALS, SHEET = 5, 16


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def beginning(of):
    return record(BOF, struct.pack("<HHHHII", 0x600, of, 0x1FAA, 1997, 0, 6))


def cell(row, column, value):
    """A cell; a list is whole numbers in one record, from that column on; a tuple of one text what a formula gives."""
    if value is None:
        return b""
    if isinstance(value, list):
        numbers = b"".join(struct.pack("<HI", 0, number << 2 | 2) for number in value)
        return record(MULRK, struct.pack("<HH", row, column) + numbers + struct.pack("<H", column + len(value) - 1))
    if isinstance(value, tuple):
        formula = struct.pack("<HHHB5xHHI", row, column, 0, 0, 0xFFFF, 0, 0) + struct.pack("<HBB", 2, 0x1D, 0)
        return record(FORMULA, formula) + record(STRING, struct.pack("<HB", len(value[0]), 1) + value[0].encode("utf-16-le"))
    style = 1 if isinstance(value, dt.datetime) else 0
    if isinstance(value, dt.datetime):
        value = (value - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
    at = struct.pack("<HHH", row, column, style)
    if isinstance(value, int | float):
        return record(NUMBER, at + struct.pack("<d", value))
    return record(LABEL, at + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))


def reach(rows):
    """How far a sheet says that its cells reach."""
    return record(DIMENSIONS, struct.pack("<IIHHH", 0, len(rows), 0, min(max(map(len, rows), default=0), 256), 0))


def stream(sheets, hidden=frozenset(), *, locked=False):
    """The stream of a workbook: what holds for all sheets, then the sheets; style 0 is plain, style 1 a moment."""
    styles = b"".join(record(XF, struct.pack("<HH16x", 0, form)) for form in (0, 22))
    start = beginning(GLOBALS) + (record(FILEPASS, struct.pack("<HHH", 1, 1, 1)) if locked else b"") + styles
    bodies = [
        beginning(SHEET) + reach(rows)
        + b"".join(cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row)) + record(EOF)
        for rows in sheets.values()
    ]
    at = len(start) + sum(len(name.encode("utf-16-le")) + 12 for name in sheets) + len(record(EOF))
    for name, body in zip(sheets, bodies, strict=True):
        start += record(BOUNDSHEET, struct.pack("<IBBBB", at, name in hidden, 0, len(name), 1) + name.encode("utf-16-le"))
        at += len(body)
    return start + record(EOF) + b"".join(bodies)


def container(streams):
    """A compound file that holds streams by name, of whatever length."""
    bodies = [body.ljust(LEAST, b"\0") for body in streams.values()]
    sizes = [-(-len(body) // SECTOR) for body in bodies]
    directory = -(-(len(bodies) + 1) // 4)
    tables = -(-(sum(sizes) + directory + 109) // 127)  # each holds 128 sectors; some more than needed do no harm
    follows, firsts = [TABLE] * tables, []
    for size in (directory, *sizes):
        firsts.append(len(follows))
        follows += [*range(len(follows) + 1, len(follows) + size), END]
    follows += [NONE] * (128 * tables - len(follows))
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    for place, (name, body) in enumerate(zip(streams, bodies, strict=True), start=1):
        entries.append(_entry(name, 2, firsts[place], len(body), right=place + 1 if place < len(bodies) else NONE))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<16xHHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, firsts[0],
                                                             0, LEAST, END, 0, END, 0)  # fmt: skip
    head += struct.pack(f"<{tables}I", *range(tables)) + b"\xff" * 4 * (109 - tables)
    table = struct.pack(f"<{len(follows)}I", *follows)
    return head + table + b"".join(entries).ljust(directory * SECTOR, b"\0") + b"".join(
        body.ljust(size * SECTOR, b"\0") for body, size in zip(bodies, sizes, strict=True)
    )


def _entry(name, kind, first, size, child=NONE, right=NONE):
    named = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", named, len(named) + 2, kind, 1, NONE, right, child, first, size)


def xls(path, sheets, hidden=frozenset(), *, locked=False):
    """Write a workbook: its sheets by name, each as rows; those of some names are hidden; locked, its records claim a password."""
    path.write_bytes(container({"Workbook": stream(sheets, hidden, locked=locked)}))
