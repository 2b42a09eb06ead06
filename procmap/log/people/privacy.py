"""Pseudonyms: agents are numbered within their role, other people in all; nobody who lacks the source can redo the numbers."""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from procmap.engine import Engine
from procmap.language import words
from procmap.log.people.likeness import EMAIL
from procmap.log.people.names import Names
from procmap.log.people.words import CIVILITIES

TEXTS = {"activity_name": "activity_", "role_name": "role_", "outcome_name": "source_event", "channel_name": "source_event"}
"""The texts of events, few and often repeated, that may name people, and where all of them stand."""


@dataclass(frozen=True)
class People:
    """Who is named in a source.

    Attributes:
        columns: Source columns that hold people.
        names: Every name met in them.
        key: Derived from the source's bytes and written nowhere: the numbers of pseudonyms follow from it.
    """

    columns: tuple[str, ...] = ()
    names: tuple[str, ...] = field(default=(), repr=False)
    key: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Privacy:
    """What stands in for whom.

    Attributes:
        agents: (name, pseudonym) of everybody in the column of people who do the steps.
        names: All names, with what stands in for them in texts.
    """

    agents: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    names: Names = field(default_factory=lambda: Names({}), repr=False)

    def hide(self, text: str) -> str:
        """A label, a title or a sentence without names."""
        return self.names.hide(text)

    def hide_in_value(self, text: str) -> str:
        """A value of the source without names."""
        return self.names.hide_in_value(text)


NOBODY = Privacy()


def settle_privacy(engine: Engine, people: People, labels: Sequence[str], language: str) -> Privacy:
    """Number everybody that the source names.

    Args:
        engine: Holds source_event.
        people: Who is named.
        labels: The different labels of source_event, in order.
        language: Of the pseudonyms.
    """
    say = words(language)
    agents: dict[str, str] = {}
    for role, names in _by_role(engine).items():
        for number, name in enumerate(_in_order(names, people.key), start=1):
            plain = str(number)
            agents[name] = say("log.agent_of", number=plain, role=role) if role else say("log.agent", number=plain)
    met = [found for label in labels for found in EMAIL.findall(label)]
    others = sorted({*people.names, *met} - set(agents))
    stand_ins = {name: agents[name] for name in people.names if name in agents}
    for number, name in enumerate(_in_order(others, people.key), start=1):
        stand_ins[name] = say("log.person", number=str(number))
    return Privacy(tuple(sorted(agents.items())), Names(stand_ins, labels))


def _by_role(engine: Engine) -> dict[str | None, list[str]]:
    """The names of the resource column by the role in which each has most events."""
    found: dict[str | None, list[str]] = defaultdict(list)
    for name, role in engine.rows(
        """select resource_name, arg_max(role_name, (events, role_name)) from (
             select resource_name, role_name, count(*) as events from source_event
             where resource_name is not null group by all) group by resource_name order by resource_name""",
    ):
        found[role].append(name)
    return found


def _in_order(names: Iterable[str], key: bytes) -> Sequence[str]:
    return sorted(names, key=lambda name: (hmac.digest(key, name.encode("utf-8", "surrogatepass"), "sha256"), name))


def hide_labels(engine: Engine, privacy: Privacy) -> bool:
    """Replace names in the texts of source_event; labels that only a name told apart stay apart. Whether there were any.

    Args:
        engine: Holds source_event, and activity_ and role_ with its different texts.
        privacy: Whose names give way to what.
    """
    is_any = False
    for column, table in TEXTS.items():
        texts = engine.rows(f"select distinct {column} from {table} where {column} is not null order by 1")
        shown = {text: privacy.hide(text) for (text,) in texts}
        taken = {text for text, told in shown.items() if text == told}
        for text, told in shown.items():
            if text == told:
                continue
            name, copies = told, 1
            while name in taken:
                copies += 1
                name = f"{told} ({copies})"
            taken.add(name)
            engine.run(f"update source_event set {column} = ? where {column} = ?", [name, text])
            is_any = True
    return is_any


def hide_codes(engine: Engine, privacy: Privacy) -> None:
    """Replace names in the dictionary of resources and in the names of cases, whose codes stay as they are."""
    _rename(engine, "resource_", "resource", dict(privacy.agents))
    if privacy.names:
        cases = [name for (name,) in engine.rows(NAMING_CASES, [sorted(privacy.names.words | CIVILITIES)])]
        _rename(engine, "case_code", "case", {name: told for name in cases if (told := privacy.hide_in_value(name)) != name})


def hide_attributes(engine: Engine, privacy: Privacy, columns: Sequence[str]) -> None:
    """Replace names in columns of source_attribute."""
    for column in columns if privacy.names else ():
        quoted = '"' + column.replace('"', '""') + '"'
        texts = engine.rows(f"select distinct {quoted} from source_attribute where {quoted} is not null order by 1")
        for text, told in ((text, privacy.hide_in_value(text)) for (text,) in texts):
            if text != told:
                engine.run(f"update source_attribute set {quoted} = ? where {quoted} = ?", [told, text])


NAMING_CASES = r"""
select case_name from case_code
where list_has_any(regexp_extract_all(lower(strip_accents(case_name)), '\pL+'), ?)
   or contains(case_name, '@') or regexp_matches(case_name, '[0-9]{2}[ .-][0-9]{2}|[+(]|0[067][0-9]{8}')
"""
"""Cases whose names may hold a name: looked at one by one, the others are not."""


def _rename(engine: Engine, table: str, kind: str, shown: dict[str, str]) -> None:
    import numpy as np

    if not shown:
        return
    columns = {"said": np.array(list(shown), dtype=object), "told": np.array(list(shown.values()), dtype=object)}
    engine.load("name_shown", columns)
    engine.run(f"update {table} set {kind}_name = told from name_shown where {kind}_name = said")
    engine.drop("name_shown")
