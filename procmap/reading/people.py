"""Which columns of a source hold people, and the names in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self

from procmap.engine import Engine
from procmap.errors import Message, ProcmapError, UsageError
from procmap.log.people import UNKNOWN, Likeness, Names, People, Privacy, holds_people, likeness, parts_with_names
from procmap.reading.names import PARTS, rank, words_of
from procmap.reading.options import ReadingOptions
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.result import ColumnChoice, Reading
from procmap.reading.table import Table

MOST_NAMES = 50_000
"""Different values of a column beyond which no more are looked at."""

PEOPLE = 0.8
"""Share of the values that may be a name from which a single word in a column of people is one."""


def people_columns(profiles: Sequence[Profile]) -> frozenset[str]:
    """The columns whose values are names, e-mail addresses or telephone numbers of people."""
    return frozenset(
        it.name
        for it in profiles
        if it.values and it.dates < 0.5 and holds_people(it.values, it.name, names_a_role=_may_be_role(it.name))
    )


def _may_be_role(name: str) -> bool:
    return rank("role", name) is not None or bool(set(words_of(name)) & set(PARTS["role"]))


MADE_HERE = "format"
"""What a note tells that comes from no value: "%I:%M:%S" holds no "M." with a name after it."""


class PeopleMet:
    """Who a source names, as reading meets them. As a context manager it keeps them out of the errors raised within.

    Args:
        engine: Where the source stands.
        table: The source.
        options: What the user typed stays in messages as it was typed.
    """

    def __init__(self, engine: Engine, table: Table, options: ReadingOptions) -> None:
        self._engine, self._table = engine, table
        self._typed = {value for value in vars(options).values() if isinstance(value, str)}
        self.columns: frozenset[str] = frozenset()
        self.names: set[str] = set()
        self._agents: str | None = None
        self._joined: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, ProcmapError):
            raise self._without_names(error) from error

    def look(self, table: Table, profiles: Sequence[Profile]) -> frozenset[str]:
        """The columns whose values are people's; `table` is the one whose sample stands in the engine."""
        self._table = table
        self._add(people_columns(profiles))
        return self.columns

    def settle(self, chosen: Mapping[str, ColumnChoice], origins: Sequence[str] = ()) -> None:
        """The column that says who did the step holds people, whatever its values look like; so do those it is made of."""
        if "resource" in chosen:
            self._agents, self._joined = chosen["resource"].name, frozenset(origins)
            self._add(frozenset({self._agents, *origins} & set(self._table.names)))

    def complete(self) -> None:
        """Look at the whole source, once it is staged in source_row: so far the names are those of the sample."""
        if self._agents is not None and self._agents in self.columns:
            self._look_in(["resource_name"], "source_row")
        others = sorted(self.columns - self._joined - {self._agents})  # the values of the joined stand in that of the agents
        self._look_in([self._table.cleaned(column) for column in others], self._table.relation)

    def of_source(self, key: bytes) -> People:
        """Who is named, with the key that the source's bytes give."""
        return People(tuple(sorted(self.columns)), tuple(sorted(self.names)), key)

    def refuse_groups(self, columns: Iterable[str], option: str) -> None:
        """No figure is made for a person: say so before any is.

        Raises:
            UsageError: A column holds people.
        """
        for column in columns:
            if column in self.columns:
                raise UsageError("reading.groups_of_people", column=column, option=option)

    def _add(self, columns: frozenset[str]) -> None:
        self._look_in([self._table.cleaned(column) for column in sorted(columns - self.columns)], SAMPLE)
        self.columns |= columns

    def _look_in(self, texts: Sequence[str], relation: str) -> None:
        """Take the names of some columns, read together: of a wide table each look goes through all of its steps."""
        for found in self._values(texts, relation):
            self.names |= _names_in(found)

    def _values(self, texts: Sequence[str], relation: str) -> Iterable[Sequence[object]]:
        """The different values of each column, without None."""
        if not texts:
            return []
        as_texts, places = [f"cast({text} as varchar)" for text in texts], ", ".join(map(str, range(len(texts))))
        each = f"select unnest([{', '.join(as_texts)}]) as v, unnest([{places}]) as place from {relation}"
        if len(texts) == 1:  # the usual case, in a fraction of the time
            each = f"select {as_texts[0]} as v, 0 as place from {relation}"
        rows = self._engine.rows(f"select distinct place, v from ({each}) where v is not null limit {MOST_NAMES * len(texts)}")
        found: dict[int, list[object]] = {place: [] for place in range(len(texts))}
        for place, value in rows:
            found[place].append(value)
        return found.values()

    def hide(self, text: str) -> str:
        """The name of a group without the names met so far."""
        return Names(dict.fromkeys(self.names, UNKNOWN)).hide(text)

    def _without_names(self, error: ProcmapError) -> ProcmapError:
        people = {name for name in self._table.names if " " in name.strip() and likeness(name) >= Likeness.NAME}
        hide = Names(dict.fromkeys(self.names | people, UNKNOWN)).hide_in_value
        typed = self._typed | (set(self._table.names) - people)

        def told(value: object) -> object:
            if isinstance(value, Message):
                return replace(value, values=tuple((name, told(each)) for name, each in value.values))
            return hide(value) if isinstance(value, str) and value not in typed else value

        return type(error)(error.key, **{name: told(value) for name, value in error.values.items()})


def _names_in(found: Iterable[object]) -> set[str]:
    """Every name in the values of a column of people."""
    values = [str(value) for value in found]
    mostly = sum(likeness(value) >= Likeness.WORD for value in values) >= PEOPLE * len(values)
    least = Likeness.WORD if mostly else Likeness.SHAPE
    return {name for value in values for name in parts_with_names(value, least, among_people=mostly)}


def hide_refusals(engine: Engine, privacy: Privacy) -> None:
    """Replace names in the refused values."""
    for (value,) in engine.rows("select distinct value from refusal where value is not null and value <> '' order by 1"):
        if (told := privacy.hide_in_value(value)) != value:
            engine.run("update refusal set value = ? where value = ?", [told, value])


def hidden(reading: Reading, privacy: Privacy) -> Reading:
    """A reading whose texts name nobody: the source's name, and the values in its notes."""
    columns = {choice.name for choice in reading.columns} | set(reading.other_columns)

    def told(value: object) -> object:
        return privacy.hide_in_value(value) if isinstance(value, str) and value not in columns else value

    def told_of(values: Mapping[str, object]) -> dict[str, object]:
        return {name: value if name == MADE_HERE else told(value) for name, value in values.items()}

    notes = tuple((key, told_of(values)) for key, values in reading.notes)
    return replace(reading, source=privacy.hide(reading.source), notes=notes)
