"""XES and XES.gz in one streaming pass: no tree is built, no entity is expanded."""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat

from procmap.errors import ProcmapError
from procmap.reading.source import content, is_gzip
from procmap.reading.table import MOST_COLUMNS, StagedRows, Table, distinct_names

BATCH, CELLS = 20_000, 2_000_000
"""Events gathered before they are written, and cells written at once."""

Notes = list[tuple[str, dict[str, object]]]

CASE = "case:"
"""Prefix of the trace's attributes, as in other tools' tables."""


def xes_table(source: Path, folder: Path) -> Table:
    """An XES log: one row per event, its own attributes and those of its trace; nested attributes are left out.

    Events that stand in the log outside any trace are rows too, without the attributes of a trace. A namespace's prefix before
    the name of an element is a spelling.

    Raises:
        ProcmapError: XML that is broken (with its line), entities, another root than log, no event.
    """
    if is_gzip(source):
        for _ in content(source):  # whether it is one, before any of it is parsed
            pass
    handler = _Events(StagedRows(folder), source.name)
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.buffer_text = True
    handler.attach(parser)
    try:
        for part in content(source):
            parser.Parse(part, False)  # noqa: FBT003 - expat takes no keyword
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword
    except expat.ExpatError as error:
        why = expat.errors.messages.get(error.code, "")
        raise ProcmapError("reading.broken_xes", path=source.name, line=str(error.lineno), why=why) from error
    except ProcmapError as error:
        place = {"path": source.name, "line": str(parser.CurrentLineNumber)}
        raise ProcmapError(error.key, **{**error.values, **place}) from error
    except (ValueError, LookupError) as error:  # an encoding that expat does not know
        raise ProcmapError("reading.broken_xes", path=source.name, line="1", why="encoding") from error
    handler.flush()
    if not handler.staged.lines:
        raise ProcmapError("reading.header_only", path=source.name)
    return Table(
        "xes", handler.staged.relation(), distinct_names(list(handler.keys)), line="line", lines=handler.staged.lines,
        notes=tuple(handler.notes()),
    )  # fmt: skip


class _Events:
    """What expat calls. Depths: log 1, trace 2, event or trace attribute 3, event attribute 4.

    An event outside any trace stands at depth 2, its attributes at 3.
    """

    def __init__(self, staged: StagedRows, name: str) -> None:
        self.staged = staged
        self._name = name
        self.keys: dict[str, int] = {}
        self._rows: list[dict[int, str]] = []
        self._lines: list[int] = []
        self._empty = self._same = self._outside = 0
        self._names: set[str] = set()

    def notes(self) -> Notes:
        """What the traces are that one would not look for."""
        counts = {"empty_traces": self._empty, "same_traces": self._same, "outside_traces": self._outside}
        return [(f"reading.note_{name}", {"count": count}) for name, count in counts.items() if count]

    def _end_of_trace(self, trace: dict[int, str], place: int, number: int, *, is_empty: bool) -> None:
        """Name and count a trace: it is a case even without a name."""
        name = trace.setdefault(place, f"#{number}")
        self._empty += is_empty
        self._same += name in self._names
        self._names.add(name)

    def attach(self, parser: expat.XMLParserType) -> None:  # noqa: C901, PLR0915 - one closure per callback
        """Give the parser its handlers: closures, since attribute look-ups would double the time."""
        keys, rows, lines = self.keys, self._rows, self._lines
        depth = traces = 0
        level = 4
        event: dict[int, str] | None = None
        trace: dict[int, str] | None = None
        events: list[dict[int, str]] = []

        def start(tag: str, attributes: list[str]) -> None:  # noqa: C901, PLR0912 - one branch per depth
            nonlocal depth, event, trace, traces, level
            depth += 1
            if depth == level:
                if event is not None:
                    if attributes[:3:2] == ["key", "value"]:
                        key, value = attributes[1], attributes[3]
                    elif (pair := _pair(attributes)) is not None:
                        key, value = pair
                    else:
                        return
                    place = keys.get(key)
                    if place is None:
                        place = keys[key] = len(keys)
                    event[place] = value
            elif depth == 3:
                if trace is None:
                    return
                if tag == "event" or tag.endswith(":event"):
                    event = {}
                    lines.append(parser.CurrentLineNumber)
                elif (pair := _pair(attributes)) is not None:
                    trace[keys.setdefault(CASE + pair[0], len(keys))] = pair[1]
            elif depth == 2:
                name = tag.rpartition(":")[2]
                if name == "trace":
                    trace, traces, level = {}, traces + 1, 4
                elif name == "event":
                    event, level = {}, 3
                    lines.append(parser.CurrentLineNumber)
            elif depth == 1 and tag.rpartition(":")[2] != "log":
                raise ProcmapError("reading.not_a_log", root=tag)

        def end(_tag: str) -> None:
            nonlocal depth, event, trace
            depth -= 1
            if depth == 2 and trace is not None:
                if event is not None:
                    events.append(event)
                    event = None
            elif depth == 1 and event is not None:
                self._outside += 1
                rows.append(event)
                event = None
                if len(rows) >= BATCH:
                    self.flush()
            elif depth == 1 and trace is not None:
                self._end_of_trace(trace, keys.setdefault(CASE + "concept:name", len(keys)), traces, is_empty=not events)
                rows.extend([{**trace, **each} for each in events])
                events.clear()
                trace = None
                if len(rows) >= BATCH:
                    self.flush()

        def entity(*_: object) -> int:
            raise ProcmapError("reading.xes_entities")

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.EntityDeclHandler = entity
        parser.ExternalEntityRefHandler = entity

    def flush(self) -> None:
        """Write the events met so far."""
        if not self._rows:
            return
        width = len(self.keys)
        if width > MOST_COLUMNS:
            raise ProcmapError("reading.too_many_columns", path=self._name, count=width, most=MOST_COLUMNS)
        places, step = range(width), max(CELLS // width, 1)
        lined = list(zip(self._lines, self._rows, strict=True))
        for first in range(0, len(lined), step):
            self.staged.write([[line, *map(row.get, places)] for line, row in lined[first : first + step]], width + 1)
        self._rows.clear()
        self._lines.clear()


def _pair(attributes: list[str]) -> tuple[str, str] | None:
    """An attribute's key ("" where it has none) and value, in whatever order; None for a container without value."""
    found = {name.rpartition(":")[2]: value for name, value in zip(attributes[::2], attributes[1::2], strict=True)}
    return (found.get("key", ""), found["value"]) if "value" in found else None
