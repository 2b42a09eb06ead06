"""Any XML as JSON would hold it: elements of one name are a list wherever they come several times, others are objects or texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from procmap.reading.source import content

LARGEST = 64 << 20
"""Bytes of an XML file that is read whole."""

DEEPEST = 30
"""Elements within one another beyond which a file is no history."""

TEXT = "text"
"""What the text of an element is called beside its attributes."""

Path_ = tuple[str, ...]


@dataclass
class _Element:
    said: dict[str, str]
    within: dict[str, list[_Element]] = field(default_factory=dict)
    text: str = ""


def xml_value(file: Path) -> Any:
    """The objects, lists and texts of a file; None where it is too large, too deep, or declares entities.

    Raises:
        ExpatError: Broken XML.
    """
    reading = _Reading()
    size = 0
    for part in content(file):
        size += len(part)
        if size > LARGEST:
            return None
        reading.parser.Parse(part, False)  # noqa: FBT003 - expat takes no keyword
        if reading.is_refused:
            return None
    reading.parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword
    root = reading.open[0]
    return _value(root, (), reading.several)


class _Reading:
    """An XML file on its way into elements; prefixes of namespaces do not count."""

    def __init__(self) -> None:
        self.open = [_Element({})]
        self.several: set[Path_] = set()
        self.is_refused = False
        self._path: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self.parser.ExternalEntityRefHandler = self._refuse

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        it = _Element({key.rpartition(":")[2]: value for key, value in attributes.items() if not key.startswith("xmlns")})
        self._path.append(name)
        self.is_refused |= len(self._path) > DEEPEST
        alike = self.open[-1].within.setdefault(name, [])
        alike.append(it)
        if len(alike) > 1:
            self.several.add(tuple(self._path))
        self.open.append(it)

    def _end(self, _: str) -> None:
        self._path.pop()
        self.open.pop()

    def _text(self, data: str) -> None:
        self.open[-1].text += data

    def _refuse(self, *_: object) -> int:
        self.is_refused = True
        return 1


def _value(it: _Element, path: Path_, several: set[Path_]) -> Any:
    text = it.text.strip()
    if not it.said and not it.within:
        return text
    found: dict[str, Any] = {**it.said, **({TEXT: text} if text else {})}
    for name, each in it.within.items():
        inner = (*path, name)
        values = [_value(one, inner, several) for one in each]
        if inner in several:
            is_mixed = any(isinstance(one, dict) for one in values)
            found[name] = [{TEXT: one} if is_mixed and isinstance(one, str) else one for one in values if one]
        else:
            found[name] = values[0]
    return found
