"""Parquet, as the engine reads it: every column becomes text, moments with a zone keep their instant.

The file holds such moments in UTC; the zone that a data frame had stands in what its writer noted about the columns.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.table import MOST_COLUMNS, Table, distinct_names, pathname, quoted


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
    zones = _zones(engine, source)
    parts = []
    for place, (name, kind) in enumerate(described):
        column = '"' + name.replace('"', '""') + '"'
        text = f"cast({column} as varchar)"
        if kind == "TIMESTAMP WITH TIME ZONE":  # as text it would follow the machine's zone
            text = _with_offset(column, zones.get(name) or zones.get("") or "UTC")
        parts.append(f"{text} as c{place}")
    relation = f"(select {', '.join(parts)} from {scan})"
    return Table("parquet", relation, distinct_names([name for name, _ in described]), line="row_number() over ()")


def _with_offset(column: str, zone: str) -> str:
    """SQL of a moment as ISO 8601: the wall time of its zone with its offset."""
    wall, utc = f"timezone({quoted(zone)}, {column})", f"timezone('UTC', {column})"
    if zone == "UTC":
        return f"cast({utc} as varchar) || '+00:00'"
    minutes = f"(epoch_us({wall}) - epoch_us({utc})) // 60000000"
    sign = f"case when {wall} < {utc} then '-' else '+' end"
    return f"cast({wall} as varchar) || {sign} || printf('%02d:%02d', abs({minutes}) // 60, abs({minutes}) % 60)"


def _zones(engine: Engine, source: Path) -> dict[str, str]:
    """The zone of each column by what pandas noted; "" is that of all columns, where another writer noted one zone only."""
    known = {row[0] for row in engine.rows("select name from pg_timezone_names()")}
    noted = dict(engine.rows(f"select key::varchar, decode(value) from parquet_kv_metadata({pathname(source)})"))
    try:
        columns = json.loads(noted.get("pandas", "{}")).get("columns", [])
        found = {str(each["name"]): str((each.get("metadata") or {}).get("timezone")) for each in columns}
    except (ValueError, AttributeError, KeyError, TypeError):
        found = {}
    found = {name: zone for name, zone in found.items() if zone in known}
    return found or _zone_of_schema(noted.get("ARROW:schema", ""), known)


def _zone_of_schema(schema: str, known: set[str]) -> dict[str, str]:
    """The only zone that an Arrow schema names: its texts are preceded by their length and end in a zero byte."""
    try:
        data = base64.b64decode(schema)
    except ValueError:
        return {}
    texts = {match[2] for match in re.finditer(rb"(?s)(?=(....)([A-Z][A-Za-z0-9_+/-]{2,40})\0)", data)
             if int.from_bytes(match[1], "little") == len(match[2])}  # fmt: skip
    zones = {text.decode() for text in texts} & known
    return {"": zones.pop()} if len(zones) == 1 else {}
