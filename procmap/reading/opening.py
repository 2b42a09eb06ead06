"""Opening a source: each file as a table by the reader of its format, and all of them as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from procmap.disk.failures import filling_temporary_place
from procmap.disk.scratch import Scratch
from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.language.file_name import as_text
from procmap.reading.delimited import REJECTS, delimited_table
from procmap.reading.options import ReadingOptions
from procmap.reading.refusals import check_whole
from procmap.reading.several import together
from procmap.reading.source import WORKBOOKS, format_of, readable
from procmap.reading.table import Table


@contextmanager
def opened_table(source: Sequence[Path], options: ReadingOptions, engine: Engine) -> Iterator[Table]:
    """The source as a table; its temporary files live as long as the context.

    Args:
        source: The files of one log; several are one table.
        options: What the user settles.
        engine: Where the table stands.

    Raises:
        ProcmapError: A file makes no table, or the engine fails on it, here or within the context.
    """
    import duckdb

    with Scratch() as folder, filling_temporary_place():
        tables: list[Table] = []
        try:
            for place, path in enumerate(source):
                own = folder / f"source_{place}"
                own.mkdir()
                tables += _tables(path, options, engine, own, f"{REJECTS}_{place}")
            yield together(engine, tables)
        except duckdb.Error as error:
            raise _engine_error(path, format_of(path), error) from error


def _tables(path: Path, options: ReadingOptions, engine: Engine, folder: Path, rejects: str) -> list[Table]:
    """One file as a table; a workbook as one for each sheet that is read. The reader of a format is imported where it is used."""
    format_ = "json" if path.is_dir() else format_of(path)
    name, path = as_text(path.name), readable(path, folder)
    if format_ in WORKBOOKS:
        from procmap.reading.workbook import workbook_tables

        sheets = workbook_tables(path, format_, options.sheet, folder)
        for sheet in sheets:
            check_whole(engine, sheet, name)
        return [replace(sheet, format=format_) for sheet in sheets]
    if format_ == "csv":
        table = delimited_table(engine, path, options, folder, rejects)
    elif format_ == "json":
        from procmap.reading.sources import history_table

        table = history_table(path, folder)
    elif format_ == "xes":
        table = _xml(path, folder)
    else:
        from procmap.reading.parquet import parquet_table

        table = parquet_table(engine, path)
    check_whole(engine, table, name)
    return [replace(table, title=name)]


def _xml(path: Path, folder: Path) -> Table:
    """An XES log, or any XML in which one list holds the steps."""
    from procmap.reading.xes import xes_table

    try:
        return xes_table(path, folder)
    except ProcmapError as error:
        if error.key != "reading.not_a_log":
            raise
        from procmap.reading.sources import xml_table

        if (table := xml_table(path, folder)) is None:
            raise
        return table


def _engine_error(source: Path, format_: str, error: Exception) -> ProcmapError:
    """What keeps the engine from reading a source, in its own words: what is no table was told before."""
    import duckdb

    why = (str(error).splitlines() or [type(error).__name__])[0]
    if isinstance(error, duckdb.OutOfMemoryException):  # the machine's limit, not the file's fault
        return ProcmapError("reading.out_of_memory", path=source.name, why=why)
    damage = duckdb.InvalidInputException, duckdb.IOException, duckdb.SerializationException
    if format_ == "parquet" and (type(error) is duckdb.Error or isinstance(error, damage)):
        return ProcmapError("reading.broken_file", path=source.name, said="Parquet")
    return ProcmapError("reading.engine_failed", path=source.name, why=why)
