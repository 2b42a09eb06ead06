"""Parquet, as the engine reads it: every column becomes text, moments with a zone keep their instant."""

from __future__ import annotations

from pathlib import Path

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.table import MOST_COLUMNS, Table, distinct_names, pathname


def parquet_table(engine: Engine, source: Path) -> Table:
    """A Parquet file as the engine scans it.

    Raises:
        ProcmapError: The file is broken, or holds no row.
    """
    import duckdb

    scan = f"read_parquet({pathname(source)}, hive_partitioning=false)"
    try:
        described = engine.rows(f"select column_name, column_type from (describe select * from {scan})")
        rows = engine.value(f"select count(*) from {scan}")
    except duckdb.Error as error:
        raise ProcmapError("reading.broken_file", path=source.name, said="Parquet") from error
    if len(described) > MOST_COLUMNS:
        raise ProcmapError("reading.too_many_columns", path=source.name, count=len(described), most=MOST_COLUMNS)
    if not rows:
        raise ProcmapError("reading.header_only", path=source.name)
    parts = []
    for place, (name, kind) in enumerate(described):
        column = '"' + name.replace('"', '""') + '"'
        text = f"cast({column} as varchar)"
        if kind == "TIMESTAMP WITH TIME ZONE":  # as text it would follow the machine's zone
            text = f"cast(timezone('UTC', {column}) as varchar) || '+00:00'"
        parts.append(f"{text} as c{place}")
    relation = f"(select {', '.join(parts)} from {scan})"
    return Table("parquet", relation, distinct_names([name for name, _ in described]), line="row_number() over ()")
