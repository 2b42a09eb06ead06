"""Which column is the case, the activity, the time: by the user's word, by name, else by what the values look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from procmap.engine import Engine
from procmap.errors import ProcmapError, UsageError
from procmap.reading.content import ByContent
from procmap.reading.date_choice import choose_format
from procmap.reading.names import (
    CASE_LEVEL,
    KINDS,
    NOT_TIME,
    OF_THE_CASE,
    PARTS,
    START_WORDS,
    is_of_case,
    listing,
    nearest,
    rank,
    resolved,
    words_of,
)  # fmt: skip
from procmap.reading.of_day import of_day
from procmap.reading.options import ReadingOptions
from procmap.reading.order import order_of
from procmap.reading.outcomes import may_be_outcome
from procmap.reading.profile import AT_ONCE, SAMPLE, Profile
from procmap.reading.result import ColumnChoice
from procmap.reading.transitions import step_of
from procmap.reading.trial import is_flag, is_prose

ORDER = ("time", "start", "case", "activity", "lifecycle", "instance", "resource", "role", "amount", "outcome",
         "channel", "deadline")  # fmt: skip
"""The order of choosing: what dates are is settled first."""

WEAK = frozenset("""
reference ref numero identifiant id demande incident ticket libelle intitule statut etat status state phase event
evenement operation action acte date data time name""".split())  # noqa: SIM905 - words read best unquoted
"""Names that mean their kind only if the values fit too."""

NEEDED = ("case", "activity", "time")

MOST_CASES = 8
"""Columns tried for the case where none is named so."""

MOST_TRANSITIONS = 200
"""Different words of a column of transitions."""

MANY = 3
"""Steps for each case from which the two are taken for one another."""

MOST_LABELS = 4
"""Labels tried for the activity of such a case."""

CLOSE = 0.05
"""Difference of order below which another column would do as well for the case."""

OF_CASE = frozenset({"case", "amount", "outcome", "channel", "deadline"})
"""What an attribute of the case may be."""

NOT_PEOPLE = frozenset({"activity", "role", "outcome", "channel", "amount"})
"""What a column of people is never taken for: lanes, labels and groups would be named after them."""


def _is_measure(kind: str, it: Profile) -> bool:
    """Whether a column holds decimals; whole ones (10861.0) are numbers of cases or people where the name says so."""
    is_named = rank(kind, it.name) is not None or bool(set(words_of(it.name)) & set(PARTS[kind]))
    return it.fractions >= 0.5 and not (is_named and it.whole == it.fractions)


FITS: dict[str, Callable[[Profile], bool]] = {
    "time": lambda it: it.dates >= 0.5,
    "start": lambda it: it.dates >= 0.5,
    "case": lambda it: it.dates < 0.5 and not _is_measure("case", it),
    "activity": lambda it: it.dates < 0.5 and not _is_measure("activity", it),
    "lifecycle": lambda it: it.distinct <= MOST_TRANSITIONS and any(step_of(value) is not None for value in it.values),
    "instance": lambda it: it.dates < 0.5,
    "resource": lambda it: it.dates < 0.5 and not _is_measure("resource", it),
    "role": lambda it: it.dates < 0.5 and not _is_measure("role", it) and it.distinct <= 2000,
    "amount": lambda it: it.numbers >= 0.8 and it.dates < 0.5 and it.distinct > 1 and it.negative <= 0.05,
    "outcome": lambda it: it.distinct <= 50 and it.fractions < 0.5 and may_be_outcome(it),
    "channel": lambda it: it.dates < 0.5 and it.distinct <= 50 and it.fractions < 0.5,
    "deadline": lambda it: it.dates >= 0.5,
}


class Choice(NamedTuple):
    """The columns chosen.

    Attributes:
        chosen: The column of each kind, by kind; also "instance".
        notes: What was doubtful.
        cases: Columns that would do as well for the case, where it was chosen by content.
    """

    chosen: dict[str, ColumnChoice]
    notes: list[tuple[str, dict[str, object]]]
    cases: tuple[str, ...]


@dataclass
class _Choosing:
    """What is chosen so far."""

    profiles: tuple[Profile, ...]
    options: ReadingOptions
    people: frozenset[str] = frozenset()
    spoilt: frozenset[str] = frozenset()
    no_case: frozenset[str] = frozenset()
    chosen: dict[str, ColumnChoice] = field(default_factory=dict)
    rivals: dict[str, list[str]] = field(default_factory=dict)

    def free(self, kind: str) -> list[Profile]:
        taken = {choice.name for choice in self.chosen.values()}
        if kind in NOT_PEOPLE:
            taken |= self.people
        taken |= self.spoilt
        if kind == "case":
            taken |= self.no_case
        return [it for it in self.profiles if it.name not in taken and it.filled and FITS[kind](it)]

    @property
    def places(self) -> dict[str, int]:
        """The place of each column."""
        return {it.name: place for place, it in enumerate(self.profiles)}

    def profile(self, kind: str) -> Profile:
        """The profile of a kind's column."""
        return self.profiles[self.places[self.chosen[kind].name]]

    def text(self, name: str) -> str:
        """SQL of a column's text over the sample."""
        return f"nullif(trim(c{self.places[name]}), '')"

    def take(self, kind: str, name: str, reason: str) -> None:
        self.chosen[kind] = ColumnChoice(kind, name, f"reading.chosen_by_{reason}")


def choose_columns(
    engine: Engine,
    profiles: tuple[Profile, ...],
    options: ReadingOptions,
    people: frozenset[str] = frozenset(),
    spoilt: frozenset[str] = frozenset(),
    no_case: frozenset[str] = frozenset(),
) -> Choice:
    """The column of each kind, what was doubtful, and what would do as well.

    Args:
        engine: Holds the sample.
        profiles: Of the columns.
        options: What the user settles.
        people: Columns that hold people: never steps, roles or outcomes.
        spoilt: Columns that are taken for nothing: times of day that another column holds together with the day.
        no_case: Columns that were tried for the case in vain.

    Raises:
        ProcmapError: An option names no column, or a column of people as the step or the role, or nothing could be the case,
            the activity or the time.
    """
    choosing = _Choosing(profiles, options, people, spoilt, no_case)
    names = tuple(it.name for it in profiles)
    for kind in KINDS:
        if wanted := options.column(kind):
            name = column_named(wanted, names, f"--{kind}")
            if kind in ("activity", "role") and name in people:
                raise UsageError(f"reading.people_as_{kind}", column=name)
            choosing.take(kind, name, "option")
    for kind in ORDER:
        if kind not in choosing.chosen:
            _by_name(choosing, kind)
        if kind == "time" and kind not in choosing.chosen:
            _time_by_content(choosing)
    if "time" in choosing.chosen and ("activity" not in choosing.chosen or "case" not in choosing.chosen):
        _case_and_activity_by_content(engine, choosing)
    for kind in NEEDED:
        if kind not in choosing.chosen:
            raise _missing(kind, profiles)
    ByContent(engine, profiles, choosing.chosen, people).settle()
    is_by_content = choosing.chosen["case"].reason == "reading.chosen_by_content"
    return Choice(choosing.chosen, _notes(choosing), tuple(choosing.rivals.get("case", ())) if is_by_content else ())


def column_named(wanted: str, names: tuple[str, ...], option: str) -> str:
    """The column that an option names.

    Raises:
        ProcmapError: There is none; the message proposes the nearest.
    """
    if (name := resolved(wanted, names)) is not None:
        return name
    near = nearest(wanted, names)
    key = "reading.unknown_column" if near else "reading.unknown_column_far"
    raise ProcmapError(key, column=wanted, option=option, near=", ".join(near), columns=listing(names))


def _by_name(choosing: _Choosing, kind: str) -> None:
    ranked = []
    for place, it in enumerate(choosing.free(kind)):
        if is_of_case(it.name) and kind not in OF_CASE:
            continue
        found = rank(kind, it.name)
        if found is not None and not (_is_weak(it.name) and not _fits_weakly(kind, it)):
            ranked.append((found, place, it.name))
    if ranked:
        choosing.take(kind, min(ranked)[2], "name")
        choosing.rivals[kind] = [name for _, _, name in sorted(ranked)[1:]]
        return
    if partial := _by_words(choosing, kind):
        choosing.take(kind, partial[0], "name")
        choosing.rivals[kind] = partial[1:]


def _by_words(choosing: _Choosing, kind: str) -> list[str]:
    """Columns with a word of the kind within a longer name, whose values fit."""
    found = []
    for it in choosing.free(kind):
        words = set(words_of(CASE_LEVEL.sub("", it.name) if is_of_case(it.name) else it.name))
        is_other = kind in {"time", "start"} and bool(words & NOT_TIME or (kind == "time" and words & START_WORDS))
        is_other = is_other or (kind == "case" and bool(words & OF_THE_CASE))
        is_elsewhere = is_of_case(it.name) and kind not in OF_CASE - {"case"}
        if words & set(PARTS.get(kind, ())) and not is_other and not is_elsewhere and _fits_weakly(kind, it):
            found.append(it.name)
    return found


def _is_weak(name: str) -> bool:
    return "".join(words_of(name)) in WEAK


def _fits_weakly(kind: str, it: Profile) -> bool:
    """Whether the values look like those of the kind, for names that do not say enough."""
    if kind == "case":
        return it.repeats and it.filled > 0.5 * it.rows
    if kind == "activity":
        return it.numbers < 0.9 and it.distinct <= max(50, it.filled // 5) and it.repeats
    if kind in {"resource", "role"}:
        return it.repeats and it.numbers < 0.9
    return True


def _time_by_content(choosing: _Choosing) -> None:
    dated = [it for it in choosing.free("time") if it.dates >= 0.9]
    events = [it for it in dated if not (set(words_of(it.name)) & NOT_TIME) and not is_of_case(it.name)] or dated
    if not events:
        return
    best = max(events, key=lambda it: (it.filled, it.distinct))
    choosing.take("time", best.name, "content")
    choosing.rivals["time"] = [it.name for it in events if it is not best]


def _case_and_activity_by_content(engine: Engine, choosing: _Choosing) -> None:
    """The case under which the rows show most order; the activity: the label that varies most in a case and follows an order."""
    moment = moment_of(engine, choosing.chosen["time"].name, choosing.places)
    cases = [choosing.profile("case")] if "case" in choosing.chosen else _cases_by_content(engine, choosing, moment)
    labels = [choosing.profile("activity")] if "activity" in choosing.chosen else _labels(engine, choosing, moment)
    is_named = "case" in choosing.chosen or "activity" in choosing.chosen
    found: list[tuple[float, int, str, str | None]] = []
    for place, case in enumerate(cases[:MOST_CASES]):
        fewer = [it for it in labels if it.distinct < MANY * case.distinct]  # a guess with many steps a case is turned round
        varying = _varying(engine, choosing, case.name, labels if is_named else fewer)
        strength, name = _most_ordered(engine, choosing, case.name, varying, moment)
        found.append((-strength, place, case.name, name))
    if not found:
        return
    strength, _, case_name, label = min(found, key=lambda it: (round(it[0], 2), it[1]))
    if "case" not in choosing.chosen:
        choosing.take("case", case_name, "content")
        close = [it for it in found if it[2] != case_name and it[0] < 0 and it[0] - strength < CLOSE]
        choosing.rivals["case"] = [name for _, _, name, _ in close]
    if "activity" not in choosing.chosen and label is not None:
        choosing.take("activity", label, "content")


def _cases_by_content(engine: Engine, choosing: _Choosing, moment: str) -> list[Profile]:
    """Columns whose values come back, the most distinct first."""
    found = [it for it in choosing.free("case") if it.repeats and it.filled > 0.95 * it.rows and it.distinct > 1]
    found = [it for it in found if it.name not in choosing.people and not is_flag(it) and not is_prose(it)]
    return sorted(_but_of_day(engine, choosing, found, moment), key=lambda it: -it.distinct)


def _labels(engine: Engine, choosing: _Choosing, moment: str) -> list[Profile]:
    """Columns that may say which step was done."""
    labels = [it for it in choosing.free("activity") if _fits_weakly("activity", it) and it.distinct > 1]
    labels = [it for it in labels if it.filled > 0.9 * it.rows and not is_of_case(it.name)]
    return _but_of_day(engine, choosing, [it for it in labels if not is_flag(it) and not is_prose(it)], moment)


def _but_of_day(engine: Engine, choosing: _Choosing, found: list[Profile], moment: str) -> list[Profile]:
    """Those that do not follow from the date alone."""
    follows = of_day(engine, [choosing.text(it.name) for it in found], moment)
    return [it for it, is_of_day in zip(found, follows, strict=True) if not is_of_day]


def _varying(engine: Engine, choosing: _Choosing, case: str, labels: list[Profile]) -> list[str]:
    """Labels, those first that vary most within a case."""
    labels = [it for it in labels if it.name != case]
    pairs: list[int] = []
    for first in range(0, len(labels), AT_ONCE):
        some = [choosing.places[it.name] for it in labels[first : first + AT_ONCE]]
        counted = ", ".join(f"count(distinct (c{choosing.places[case]}, c{place}))" for place in some)
        pairs += engine.rows(f"select {counted} from {SAMPLE}")[0]
    ranked = sorted(range(len(labels)), key=lambda k: (-pairs[k], labels[k].distinct))
    return [labels[k].name for k in ranked]


def _most_ordered(
    engine: Engine, choosing: _Choosing, case: str, labels: list[str], moment: str
) -> tuple[float, str | None]:
    """The first label whose order is no chance, and how strong it is; else the first of all."""
    for name in labels[:MOST_LABELS]:
        order = order_of(engine, SAMPLE, choosing.text(case), choosing.text(name), moment)
        if order.is_sure:
            return order.strength, name
    return 0.0, labels[0] if labels else None


def moment_of(engine: Engine, time: str, places: Mapping[str, int]) -> str:
    """SQL of the moment of a row of the sample, in microseconds."""
    text = f"nullif(trim(c{places[time]}), '')"
    found = choose_format(engine, f"select {text} as v from {SAMPLE}")
    return found.wall(text) if found else "null"


def _missing(kind: str, profiles: tuple[Profile, ...]) -> ProcmapError:
    columns = listing([it.name for it in profiles])
    named = [it for it in profiles if kind == "time" and it.values and rank(kind, it.name) is not None]
    if named:
        return ProcmapError("reading.no_readable_date", column=named[0].name, value=named[0].values[0])
    return ProcmapError(f"reading.no_{kind}_column", columns=columns)


def _notes(choosing: _Choosing) -> list[tuple[str, dict[str, object]]]:
    """What was guessed, and what could have been chosen as well; XES names leave no doubt."""
    notes: list[tuple[str, dict[str, object]]] = []
    for kind in NEEDED:
        choice = choosing.chosen[kind]
        values: dict[str, object] = {"column": choice.name, "option": f"--{kind}"}
        used = {other.name for other in choosing.chosen.values()}
        rivals = [name for name in choosing.rivals.get(kind, []) if name not in used]
        if choice.reason == "reading.chosen_by_content":
            notes.append((f"reading.note_guessed_{kind}", values))
        elif rivals and ":" not in choice.name:
            notes.append(("reading.note_several_columns", {**values, "others": listing(rivals)}))
    return notes
