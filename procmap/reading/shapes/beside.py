"""Columns of a wide table that say of one dated step who did it, for which service, or how it ended.

A column is tied to a step by its heading (it names the step, and no other) or by its place (right after the step's date, and
filled where the date is), and only if it holds hardly any value where the step has no date. What is not tied so is not taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from procmap.engine import Engine
from procmap.reading.dates import filler_sql
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.shapes.beside_words import heading, is_within, kind_of, leads, telling_words
from procmap.reading.status_names import ENDS, STARTS
from procmap.reading.table import Table

ALWAYS = 0.98
"""Share of a column's values that must stand beside the date of its step."""

SAME = 0.9
"""Share of the dates of a step beside which a column must hold a value to be tied by its place."""

WITHOUT = 5
"""Rows at least without the date of the step, in which a column tied by its place holds nothing."""

MOST = 20_000
"""Pairs of a column and a step beyond which none is looked at: no office has so wide a table."""

COUNTED = """
select count({own}), count({own}) filter ({is_dated}), count(*) filter ({is_dated}), count(*) from {sample}
"""


NO_STARTS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Beside:
    """What stands beside the dated steps.

    Attributes:
        tied: By kind (resource, role, outcome), the column of each step that has one.
        untied: Columns that say such a thing, no one knows of which step.
    """

    tied: Mapping[str, Mapping[str, str]]
    untied: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns tied, each once."""
        return tuple(dict.fromkeys(column for each in self.tied.values() for column in each.values()))


@dataclass(frozen=True)
class _Found:
    kind: str
    column: str
    step: str


def beside(
    engine: Engine, table: Table, profiles: Sequence[Profile], steps: Sequence[str], people: frozenset[str],
    taken: frozenset[str], *, starts: Mapping[str, str] = NO_STARTS,
) -> Beside:
    """The columns that tell of one step each.

    Args:
        engine: Holds the sample.
        table: The source.
        profiles: Of all columns, in the order of the sample's.
        steps: Names of the dated columns.
        people: Columns that hold people.
        taken: Columns that are something else, or nothing.
        starts: The dated columns that tell the start of a step only, with the column of its end: what is tied is tied to that.
    """  # fmt: skip
    looking = _Looking(engine, table, profiles, steps, people, taken, starts)
    found: list[_Found] = []
    if len(looking.free) * len(steps) <= MOST:
        found = [each for it in profiles if (each := looking.by_heading(it)) is not None]
        found += looking.by_place(frozenset(each.column for each in found))
    by_kind: dict[str, dict[str, str]] = {}
    for each in _one_each(found):
        by_kind.setdefault(each.kind, {})[each.step] = each.column
    sure = {column for each in by_kind.values() for column in each.values()}
    untied = tuple(it.name for it in looking.free if it.name not in sure and kind_of(it, None, people) is not None)
    return Beside(by_kind, untied)


def _one_each(found: Sequence[_Found]) -> list[_Found]:
    """What is found of a kind and step by one column only: two columns leave open which tells it."""
    by = defaultdict(list)
    for each in found:
        by[each.kind, each.step].append(each)
    return [each for each in found if len(by[each.kind, each.step]) == 1]


class _Looking:
    """Which columns stand where, and what is filled together."""

    def __init__(
        self, engine: Engine, table: Table, profiles: Sequence[Profile], steps: Sequence[str], people: frozenset[str],
        taken: frozenset[str], starts: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._starts, self._start_of = starts, {end: start for start, end in starts.items()}
        self._engine, self._table, self._steps, self._people = engine, table, steps, people
        self._places = {it.name: place for place, it in enumerate(profiles)}
        self._order = [it.name for it in profiles]
        self.free = [it for it in profiles if it.name not in {*steps, *taken} and it.filled and it.dates < 0.5]
        self._by_name = {it.name: it for it in self.free}

    def by_heading(self, it: Profile) -> _Found | None:
        """What a column tells of the one step that its heading names."""
        if it.name not in self._by_name or not (telling := telling_words(it.name)):
            return None
        named = self._named_by(telling) or self._named_by_lead(it.name)
        if len(named) > 1:
            before = self._before(it.name)
            named = [step for step in named if self._words(step) == telling] or [step for step in named if step == before]
        if len(named) != 1:
            return None
        kind = kind_of(it, named[0], self._people)
        return _Found(kind, it.name, named[0]) if kind and self._holds(it.name, named[0]) else None

    def _words(self, step: str) -> frozenset[str]:
        """The words that name a step; of one in two columns, without those that say its start and its end."""
        words = telling_words(step)
        return words - STARTS - ENDS if step in self._starts or step in self._start_of else words

    def _whole(self, step: str) -> str:
        """The column of a step: of one in two columns, that of its end."""
        return self._starts.get(step, step)

    def _named_by(self, telling: frozenset[str]) -> list[str]:
        return list(dict.fromkeys(self._whole(step) for step in self._steps if is_within(telling, self._words(step))))

    def _named_by_lead(self, column: str) -> list[str]:
        """The one step whose heading begins with the same words as that of a column, if they stand side by side."""
        led = list(dict.fromkeys(self._whole(step) for step in self._steps if leads(column, step)))
        place = self._places[column]
        around = {self._whole(name) for name in (self._before(column), *self._order[place + 1 : place + 2]) if name}
        return led if len(led) == 1 and led[0] in around else []

    def by_place(self, tied: frozenset[str]) -> list[_Found]:
        """What columns tell of the step right before them."""
        found = []
        for it in self.free:
            kind = kind_of(it, None, self._people)
            if it.name in tied or kind is None or self._names_steps(it.name):
                continue
            step = self._before(it.name)
            if step is not None and self._holds(it.name, step) and (self._is_repeated(it.name) or self._is_same(it.name, step)):
                found.append(_Found(kind, it.name, step))
        return found

    def _names_steps(self, column: str) -> bool:
        """Whether a heading names a step, so that its place says nothing more."""
        telling = telling_words(column)
        return bool(telling) and any(is_within(telling, self._words(step)) or leads(column, step) for step in self._steps)

    def _before(self, column: str) -> str | None:
        """The step whose date stands before a column, with nothing between but columns that tell of a step too."""
        for name in reversed(self._order[: self._places[column]]):
            if name in self._steps:
                return self._whole(name)
            if name not in self._by_name or kind_of(self._by_name[name], None, self._people) is None:
                return None
        return None

    def _is_repeated(self, column: str) -> bool:
        """Whether the heading is that of several columns, each after a step of its own."""
        alike = [name for name in self._by_name if heading(name) == heading(column)]
        steps = [self._before(name) for name in alike]
        return len(alike) > 1 and None not in steps and len(set(steps)) == len(alike)

    def _counts(self, column: str, step: str) -> tuple[int, int, int, int]:
        own = self._table.cleaned(column)
        dates = [self._table.cleaned(name) for name in (step, self._start_of.get(step)) if name]
        is_dated = "(" + " or ".join(f"({date} is not null and not {filler_sql(date)})" for date in dates) + ")"
        return self._engine.rows(COUNTED.format(own=own, is_dated=is_dated, sample=SAMPLE))[0]

    def _holds(self, column: str, step: str) -> bool:
        filled, together, _, _ = self._counts(column, step)
        return filled > 0 and together >= ALWAYS * filled

    def _is_same(self, column: str, step: str) -> bool:
        """Whether a column is filled where the date is and empty where it is empty, as rows without it show."""
        _, together, dated, rows = self._counts(column, step)
        return rows - dated >= WITHOUT and together >= SAME * dated
