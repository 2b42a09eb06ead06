"""From the files NAME.toml to what is known of each source."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TypeVar

from procmap.errors import UsageError
from procmap.reading.names import KINDS
from procmap.reading.sources.source_file import (
    CarriedRole,
    JsonLayout,
    JsonRows,
    KnownSource,
    Passage,
    Recognised,
    Steps,
    WithoutHeader,
    XmlLayout,
)
from procmap.reading.sources.toml_part import SourceFileError, TomlPart

T = TypeVar("T")


ASKED = re.compile(r"^\[recognised\]\s+columns = (\[.*\])$", re.MULTILINE)
"""The columns that a source's file asks for, as its text writes them."""

HEADERLESS = "[recognised.without_header]"


@cache
def _texts() -> Mapping[str, str]:
    """The text of each source's file, by name."""
    folder = files("procmap.reading.sources")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in found}


@cache
def _of_name(name: str) -> KnownSource:
    return source_of(name, _texts()[name])


def sources() -> tuple[KnownSource, ...]:
    """Every known source, by name."""
    return tuple(map(_of_name, _texts()))


def sources_asking(are_there: Callable[[Sequence[str]], bool]) -> tuple[KnownSource, ...]:
    """The sources whose columns are there; the files of the others are not even parsed, which takes longer than a table.

    Args:
        are_there: Whether columns are there, by their names.
    """
    found = {name: ASKED.search(text) for name, text in _texts().items()}
    asked = {name: tomllib.loads(f"columns = {it[1]}")["columns"] if it else [] for name, it in found.items()}
    return tuple(_of_name(name) for name, columns in asked.items() if are_there(columns))


def sources_without_header() -> tuple[KnownSource, ...]:
    """The sources that may come without a header line."""
    return tuple(_of_name(name) for name, text in _texts().items() if HEADERLESS in text)


def source_named(name: str) -> KnownSource:
    """The source of a name.

    Raises:
        UsageError: There is none; the message names the nearest.
    """
    by_name = {source.name: source for source in sources()}
    if name not in by_name:
        nearest = get_close_matches(name.lower(), by_name, n=1, cutoff=0.0)[0]
        raise UsageError("cli.no_such_source", name=name, nearest=nearest)
    return by_name[name]


def source_of(name: str, text: str) -> KnownSource:
    """What a file says.

    Args:
        name: Of the source.
        text: TOML.

    Raises:
        SourceFileError: A key or a value that is not understood; the message names file and key.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceFileError(f"{name}.toml: {error}") from error
    with TomlPart(f"{name}.toml", table) as top:
        return _source(name, top)


def _source(name: str, top: TomlPart) -> KnownSource:
    json, xml = _maybe(top, "json", _json), _maybe(top, "xml", _xml)
    with top.part("recognised") as part:
        recognised = _recognised(part, (*(json.names if json else ()), *((xml.file, *xml.columns) if xml else ())))
    columns = top.lists_by_name("columns")
    if unknown := set(columns) - set(KINDS):
        raise SourceFileError(f"{name}.toml.columns: unknown kind {', '.join(sorted(unknown))}")
    passages = _all(top, "passages", _passage)
    if unseen := [it.column for it in passages if it.column not in recognised.columns]:
        raise SourceFileError(f"{name}.toml.passages: {unseen[0]} is not among the columns that the source is recognised by")
    return KnownSource(
        name, top.bilingual("title"), top.bilingual("export"), top.bilingual("hides"), recognised, columns,
        case_id=top.maybe_text("case_id"), row_is_case=top.maybe_text("row_is_case"), labels=top.texts_by_name("labels"),
        steps=_all(top, "steps", _steps), passages=passages, role=_maybe(top, "role", _role), robots=top.texts("robots"),
        order=top.maybe_text("order"), personal=top.texts("personal"), guessed=top.texts("guessed"), json=json, xml=xml,
    )  # fmt: skip


def _recognised(part: TomlPart, written: tuple[str, ...]) -> Recognised:
    """How it is told; the columns that its own layout writes are there."""
    columns = part.texts("columns") or written
    if not columns:
        raise SourceFileError(f"{part.place}.columns: at least one column tells a source from others")
    every, some = part.patterns_by_name("every"), part.patterns_by_name("some")
    return Recognised(columns, part.texts("absent"), every, some, _maybe(part, "without_header", _without_header))


def _without_header(part: TomlPart) -> WithoutHeader:
    return WithoutHeader(part.texts("names"), part.patterns_by_name("patterns"))


def _steps(part: TomlPart) -> Steps:
    return Steps(
        part.lists_by_name("where"), part.patterns_by_name("match"), part.maybe_text("label"), part.maybe_text("activity"),
        no_work=part.flag("no_work"),
    )  # fmt: skip


def _passage(part: TomlPart) -> Passage:
    return Passage(part.text("column"), part.maybe_text("state"), part.texts("final"))


def _role(part: TomlPart) -> CarriedRole:
    return CarriedRole(part.text("column"), part.pattern("pattern"), part.lists_by_name("where"), part.lists_by_name("to"))


def _json(part: TomlPart) -> JsonLayout:
    return JsonLayout(part.texts("case"), _all(part, "rows", _json_rows))


def _json_rows(part: TomlPart) -> JsonRows:
    return JsonRows(
        part.texts("keys"), part.texts_by_name("columns"), part.texts("filled"), part.texts_by_name("of_case"),
        part.texts_by_name("constants"),
    )  # fmt: skip


def _xml(part: TomlPart) -> XmlLayout:
    return XmlLayout(part.text("element"), part.text("file"), part.texts("columns"))


def _maybe(part: TomlPart, key: str, make: Callable[[TomlPart], T]) -> T | None:
    found = part.maybe_part(key)
    if found is None:
        return None
    with found:
        return make(found)


def _all(part: TomlPart, key: str, make: Callable[[TomlPart], T]) -> tuple[T, ...]:
    made = []
    for each in part.parts(key):
        with each:
            made.append(make(each))
    return tuple(made)
