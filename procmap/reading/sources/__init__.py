"""Exports of office software that are known by their columns, or by how their JSON or XML is built.

Each is one file NAME.toml here, which says everything about it; the next source is one more file and no code.
"""

from procmap.reading.sources.choosing import chosen_of_source, known_source, known_unless_by_hand
from procmap.reading.sources.histories import history_table, xml_table
from procmap.reading.sources.loading import source_named, sources
from procmap.reading.sources.recognising import names_without_header

__all__ = [
    "chosen_of_source", "history_table", "known_source", "known_unless_by_hand", "names_without_header", "source_named",
    "sources", "xml_table",
]  # fmt: skip
