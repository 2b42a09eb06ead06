"""Histories that are no table: a JSON file, or a folder with one XML file for each case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from xml.parsers import expat

from procmap.disk.failures import is_full
from procmap.errors import ProcmapError
from procmap.language.file_name import as_text
from procmap.reading.hypothesis import Notes
from procmap.reading.listing import listing
from procmap.reading.source import files_of
from procmap.reading.sources.json_file import json_value, scalar
from procmap.reading.sources.json_nested import Nested, nested_objects
from procmap.reading.sources.json_rows import Row, flat_objects, rows_of
from procmap.reading.sources.loading import sources
from procmap.reading.sources.source_file import KnownSource, XmlLayout
from procmap.reading.sources.xml_file import xml_rows
from procmap.reading.sources.xml_value import xml_value
from procmap.reading.table import MOST_COLUMNS, StagedRows, Table, distinct_names

FOLDER = "xml folder"
"""What Reading calls the format of a folder of XML files."""


def history_table(path: Path, folder: Path) -> Table:
    """A JSON file or a folder of XML files as a table: a row is a record, its line the number of the record from 1.

    Args:
        path: The file or the folder.
        folder: Where the rows are written for the engine.

    Raises:
        ProcmapError: Broken, too large, or neither a known history nor objects of which one list, or one within each, tells steps.
    """
    try:
        return _of_folder(path, folder) if path.is_dir() else _of_json(path, folder)
    except OSError as error:
        if is_full(error):  # our own rows have no place: whoever gave it says so
            raise
        place = str(error.filename or path)
        raise ProcmapError("reading.cannot_open", path=as_text(place), why=error.strerror or str(error)) from error


def _of_json(path: Path, folder: Path) -> Table:
    value = json_value(path)
    for source in _by_demands():
        if source.json and (rows := list(rows_of(value, source.json))):
            return _table("json", source.json.names, rows, folder, path.name)
    try:
        flat = flat_objects(value)
        found = Nested(flat, ()) if flat else nested_objects(value)
    except RecursionError as error:
        raise ProcmapError("reading.json_too_deep", path=path.name) from error
    if found is None:
        raise ProcmapError("reading.json_no_table", path=path.name)
    return _of_objects("json", found, path, folder)


def xml_table(path: Path, folder: Path) -> Table | None:
    """An XML file of any other kind as a table of its steps; None where no one list in it holds steps with their dates.

    Args:
        path: The file.
        folder: Where the rows are written for the engine.

    Raises:
        ProcmapError: It is one of the files of a known source, of which each holds one case: the case has no name in it.
    """
    try:
        if any(source.xml and xml_rows(path, source.xml) for source in _by_demands()):
            raise ProcmapError("reading.file_of_one_case", path=as_text(path.name))
        found = nested_objects(xml_value(path))
    except (expat.ExpatError, RecursionError, ValueError, LookupError):
        return None
    return _of_objects("xml", found, path, folder) if found is not None else None


def _of_objects(format_: str, found: Nested, path: Path, folder: Path) -> Table:
    names = tuple(dict.fromkeys(key for record in found.rows for key in record))
    table = _table(format_, names, [[scalar(record.get(name)) for name in names] for record in found.rows], folder, path.name)
    notes: Notes = (("reading.note_lists_left_out", {"lists": listing(found.left_out)}),) if found.left_out else ()
    return replace(table, notes=notes)


def _of_folder(path: Path, folder: Path) -> Table:
    files = [file for file in files_of(path) if file.suffix.lower() == ".xml"]
    for source in _by_demands():
        if source.xml and files:
            by_file = [_rows_of_file(file, source.xml) for file in files]
            if any(by_file):
                names = (source.xml.file, *source.xml.columns)
                table = _table(FOLDER, names, (row for rows in by_file for row in rows), folder, path.name)
                return _told(table, left_out=len(files_of(path)) - sum(map(bool, by_file)))
    raise ProcmapError("reading.folder_without_history" if files else "reading.is_a_folder", path=str(path))


def _told(table: Table, left_out: int) -> Table:
    return replace(table, notes=(("reading.note_files_left_out", {"count": left_out}),)) if left_out else table


def _rows_of_file(file: Path, layout: XmlLayout) -> list[Row]:
    try:
        return [[as_text(file.stem), *row] for row in xml_rows(file, layout)]
    except expat.ExpatError as error:
        raise ProcmapError("reading.broken_xml", path=as_text(file.name), line=str(error.lineno)) from error
    except (ValueError, LookupError) as error:  # an encoding that expat does not know
        raise ProcmapError("reading.broken_xml", path=as_text(file.name), line="1") from error


def _by_demands() -> list[KnownSource]:
    return sorted(sources(), key=lambda source: (-source.recognised.demands, source.name))


def _table(format_: str, names: tuple[str, ...], rows: Iterable[Row], folder: Path, path: str) -> Table:
    if len(names) > MOST_COLUMNS:
        raise ProcmapError("reading.too_many_columns", path=path, count=len(names), most=MOST_COLUMNS)
    staged = StagedRows(folder)
    staged.write([[line, *row] for line, row in enumerate(rows, start=1)], len(names) + 1)
    return Table(format_, staged.relation(), distinct_names(list(names)), line="line", lines=staged.lines)
