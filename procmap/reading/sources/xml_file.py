"""The rows of one XML file: no tree is built, no entity is expanded."""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat

from procmap.errors import ProcmapError
from procmap.language.file_name import as_text
from procmap.reading.source import content
from procmap.reading.sources.source_file import XmlLayout


def xml_rows(file: Path, layout: XmlLayout) -> list[list[str | None]]:
    """The cells of every row element, in the order of the layout's columns; prefixes of namespaces do not count.

    Raises:
        ExpatError: Broken XML.
        ProcmapError: Entities.
    """
    rows: list[list[str | None]] = []
    row: dict[str, str] | None = None
    cell: str | None = None

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal row, cell
        name = tag.rpartition(":")[2]
        if name == layout.element:
            row = {}
        elif row is not None:
            cell = name

    def end(tag: str) -> None:
        nonlocal row, cell
        cell = None
        if row is not None and tag.rpartition(":")[2] == layout.element:
            rows.append([row.get(name) for name in layout.columns])
            row = None

    def text(data: str) -> None:
        if row is not None and cell is not None:
            row[cell] = row.get(cell, "") + data

    def entity(*_: object) -> int:
        raise ProcmapError("reading.xes_entities", path=as_text(file.name), line=str(parser.CurrentLineNumber))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.EntityDeclHandler = parser.ExternalEntityRefHandler = entity
    for part in content(file):
        parser.Parse(part, False)  # noqa: FBT003 - expat takes no keyword
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword
    return rows
