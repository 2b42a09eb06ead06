"""The file itself: is it there, what is in it, and does its ending say so."""

from __future__ import annotations

import gzip
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from procmap.errors import ProcmapError
from procmap.language.file_name import as_text
from procmap.reading.compound import SIGNATURE, is_locked, is_old_workbook
from procmap.reading.unpacking import check_size

CHUNK = 1 << 20

FORMATS = {
    "csv": "csv", "tsv": "csv", "txt": "csv", "tab": "csv", "dat": "csv", "log": "csv", "": "csv",
    "xes": "xes", "xml": "xes",
    "json": "json", "jsonl": "json", "ndjson": "json",
    "xlsx": "xlsx", "xlsm": "xlsx", "ods": "ods", "xls": "xls", "parquet": "parquet", "pq": "parquet",
}  # fmt: skip

NAMES = {
    "csv": "CSV", "xes": "XES", "xlsx": "XLSX", "ods": "ODS", "parquet": "Parquet", "gzip": "gzip", "zip": "ZIP",
    "pdf": "PDF", "xls": "XLS (Excel 97-2003)", "xml": "XML", "html": "HTML",
    "json": "JSON",
}  # fmt: skip
"""Formats as messages name them."""


WORKBOOKS = ("xlsx", "ods", "xls")
"""Formats of workbooks."""

ALLOWED: dict[tuple[str, str | None], str] = {
    ("json", "csv"): "json",  # any text: whether it is JSON, its reader says, with the line
    ("xes", "xml"): "xes",  # any XML: what it holds, its reader says
    ("xls", "csv"): "csv", ("xls", "xlsx"): "xlsx",  # offices call any table .xls
}  # fmt: skip
"""The format by what the ending says and what the first bytes are, where they differ and may."""

WORKBOOK_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
"""What a workbook in the XML of Excel 2003 names in its first lines."""

PAGE = re.compile(r"<(?:!doctype html|html|head|body|table|style|meta|div)\b|<!--[^>]*-->\s*<(?:html|table)\b")
"""What a web page begins with, in lower case; offices' software saves a bare table of it as .xls."""

ROOT = re.compile(r"<(?:[\w.-]+:)?log\b")
"""The root of an XES log, maybe with a namespace's prefix."""


def format_of(path: Path) -> str:
    """The format of a source, by its ending and confirmed by its first bytes.

    Raises:
        ProcmapError: No such file, a folder, an empty file, an unknown ending, bytes that belie the ending, or a password.
    """
    head = _head(path)
    if head.startswith(SIGNATURE) and _compound(path) == "xls":  # whatever its ending
        return "xls"
    ending = _ending(path)
    if ending not in FORMATS:
        raise ProcmapError("reading.unknown_ending", path=path.name, ending=ending)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise ProcmapError("reading.empty_file", path=path.name)
    said, found = FORMATS[ending], _sniffed(head, path)
    if said == "xls" and found == "xes":  # a workbook of Excel 2003 in XML
        found = "xml"
    if found == "html":
        raise ProcmapError("reading.web_page", path=path.name)
    if found in ("xml", "xes") and WORKBOOK_2003 in head:
        raise ProcmapError("reading.xml_workbook", path=path.name)
    if (said, found) in ALLOWED:
        return ALLOWED[said, found]
    if found != said:
        if found is None:
            raise ProcmapError("reading.not_this_format", path=path.name, said=NAMES[said])
        raise ProcmapError("reading.wrong_format", path=path.name, said=NAMES[said], found=NAMES[found])
    return said


def _head(path: Path) -> bytes:
    """The first bytes of what a path names."""
    if not path.exists():
        raise ProcmapError("reading.no_such_file", path=str(path))
    if not path.is_file():
        raise ProcmapError("reading.is_a_folder", path=str(path))
    try:
        return first_bytes(path)
    except OSError as error:
        raise ProcmapError("reading.cannot_open", path=str(path), why=error.strerror or str(error)) from error


def _ending(path: Path) -> str:
    """The ending that says the format: the one before .gz."""
    endings = [ending.lstrip(".").lower() for ending in path.suffixes]
    ending = endings[-1] if endings else ""
    if ending == "gz":
        return endings[-2] if len(endings) > 1 else ""
    return ending


def readable(path: Path, folder: Path) -> Path:
    """The source under a path that is UTF-8, as the engine needs it: itself, else a link (a copy where there are none).

    Args:
        path: The source.
        folder: Where the link may stand, in a folder of its own.
    """
    if as_text(str(path)) == str(path):
        return path
    link = folder / "source" / as_text(path.name)
    link.parent.mkdir()
    try:
        link.symlink_to(path.absolute())
    except OSError:
        shutil.copyfile(path, link)
    return link


def is_gzip(path: Path) -> bool:
    """Whether the ending says gzip."""
    return path.suffix.lower() == ".gz"


def first_bytes(path: Path, size: int = 4096) -> bytes:
    """The first bytes of the content, unpacked."""
    if not is_gzip(path):
        with path.open("rb") as file:
            return file.read(size)
    return b"".join(part[:size] for part in _at_least(content(path), size))[:size]


def _at_least(parts: Iterator[bytes], size: int) -> Iterator[bytes]:
    for part in parts:
        yield part
        size -= len(part)
        if size <= 0:
            return


def content(path: Path) -> Iterator[bytes]:
    """The content in pieces, unpacked.

    Raises:
        ProcmapError: A broken or truncated gzip, or one that unpacks to more than a log could.
    """
    if not is_gzip(path):
        with path.open("rb") as file:
            while part := file.read(CHUNK):
                yield part
        return
    try:
        size, unpacked = path.stat().st_size, 0
        with gzip.open(path) as packed:
            while part := packed.read(CHUNK):
                unpacked += len(part)
                check_size(path.name, path.stem, unpacked, size)
                yield part
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ProcmapError("reading.broken_gzip", path=path.name) from error


def files_of(folder: Path) -> list[Path]:
    """The files of a folder by name, hidden ones apart."""
    return sorted((it for it in folder.iterdir() if it.is_file() and not it.name.startswith(".")), key=lambda it: it.name)


def sniffed_ending(path: Path) -> str | None:
    """The ending that the first bytes of a file ask for, None where they say nothing."""
    found = _sniffed(first_bytes(path), path)
    return {"csv": "csv", "gzip": "csv.gz", None: None}.get(found, found)


def _sniffed(head: bytes, path: Path) -> str | None:
    """What the first bytes are, among NAMES; None for what no rule knows."""
    magic = {b"PAR1": "parquet", b"\x1f\x8b": "gzip", b"%PDF": "pdf"}
    for start, name in magic.items():
        if head.startswith(start):
            return name
    if head.startswith(SIGNATURE):
        return _compound(path)
    if head.startswith(b"PK"):
        return _workbook(path)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", errors="ignore")
    elif head[1:20:2].count(0) > 5 or head[0:20:2].count(0) > 5:
        text = head.decode("utf-16-le" if head[1:20:2].count(0) > 5 else "utf-16-be", errors="ignore")
    else:
        text = head.decode("latin-1").removeprefix("ï»¿")
    text = text.lstrip()
    if text.startswith("<"):
        low = text.lower()
        if PAGE.match(low) or "<htm" in low or "<!doctype html" in low:
            return "html"
        return "xes" if ROOT.search(low) or "<?xml" in low or "<!doctype" in low else "xml"
    controls = sum(1 for letter in text if letter < " " and letter not in "\t\r\n\x0b\x0c\x1a\x1b")
    return None if controls > 3 + len(text) // 100 else "csv"


def _compound(path: Path) -> str | None:
    """What a compound file holds; a packed one is named by its packing, since old workbooks are read as they stand."""
    if is_gzip(path):
        return "gzip"
    if is_locked(path):
        raise ProcmapError("reading.locked", path=path.name)
    return "xls" if path.suffix.lower() == ".xls" or is_old_workbook(path) else None  # a broken one fails where it is opened


def _workbook(path: Path) -> str:
    """Which workbook a ZIP holds; broken ones go by their ending and fail where they are opened."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
            if "mimetype" in names and b"opendocument.spreadsheet" in packed.read("mimetype"):
                return "ods"
    except (zipfile.BadZipFile, OSError, zlib.error, RuntimeError, NotImplementedError, ValueError, EOFError):
        ending = path.suffix.lower().lstrip(".")
        return FORMATS[ending] if FORMATS.get(ending) in {"xlsx", "ods"} else "zip"
    return "xlsx" if any(name.startswith("xl/") for name in names) else "zip"
