"""Columns settled by what they hold, once case, activity and time are known: lifecycle, people, groups, outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from procmap.engine import Engine
from procmap.reading.groups import finer_group
from procmap.reading.labels import label_beside
from procmap.reading.lifecycle_column import is_lifecycle, lifecycle_by_content
from procmap.reading.names import LOOSE_GROUPS, PARTS, folded, is_of_case, names_group, rank, words_of
from procmap.reading.outcomes import decisive_values, outcome_by_content
from procmap.reading.outsiders import names_outsider
from procmap.reading.profile import SAMPLE, Profile
from procmap.reading.result import ColumnChoice

CHANGING = 0.3
"""Share of the cases of several rows in which those who act change: an owner or an applicant stays."""

STAYING = 0.02
"""Share of these cases up to which a group stays the same: it is of the case."""

CHANGED = """
select count(*) filter (events > 1), count(*) filter (events > 1 and different > 1) from (
  select count(*) as events, count(distinct {person}) as different from {sample} where {person} <> '' group by {case})
"""


@dataclass(frozen=True)
class ByContent:
    """What settles columns by their content.

    Attributes:
        engine: Holds the sample.
        profiles: Of all columns, in the order of the sample's.
        chosen: The choice by kind so far; changed in place. Case and activity are known.
        people: Columns that hold people.
    """

    engine: Engine
    profiles: Sequence[Profile]
    chosen: dict[str, ColumnChoice]
    people: frozenset[str]

    def settle(self) -> None:
        """Settle lifecycle, resource, role and outcome, and steps by their labels; what was chosen by hand stays."""
        self._label_of_steps()
        self._lifecycle()
        self._resource()
        self._role()
        self._outcome()

    def _free(self, *, with_people: bool = False) -> list[Profile]:
        taken = {choice.name for choice in self.chosen.values()} | (frozenset() if with_people else self.people)
        return [it for it in self.profiles if it.filled and it.name not in taken and it.dates < 0.5]

    def _take(self, kind: str, name: str) -> None:
        self.chosen[kind] = ColumnChoice(kind, name, "reading.chosen_by_content")

    def _is_by_hand(self, kind: str) -> bool:
        return kind in self.chosen and self.chosen[kind].reason == "reading.chosen_by_option"

    def _label_of_steps(self) -> None:
        """Steps by their label rather than by their code, for the same reason as the code."""
        step = self.chosen["activity"]
        if self._is_by_hand("activity"):
            return
        taken = {choice.name for choice in self.chosen.values()} | self.people
        if label := label_beside(self.engine, self.profiles, step.name, taken):
            self.chosen["activity"] = replace(step, name=label)

    def _lifecycle(self) -> None:
        if self._is_by_hand("lifecycle"):
            return
        step = self.chosen["case"].name, self.chosen["activity"].name
        if "lifecycle" in self.chosen:
            if is_lifecycle(self.engine, self.profiles, self.chosen["lifecycle"].name, *step):
                return
            del self.chosen["lifecycle"]
        free = [it for it in self._free() if not is_of_case(it.name) and rank("lifecycle", it.name) is None]
        if "start" not in self.chosen and (found := lifecycle_by_content(self.engine, self.profiles, free, *step)):
            self._take("lifecycle", found)

    def _resource(self) -> None:
        """Who acts changes within cases: rather such a column of people than one that names the owner of the case."""
        if self._is_by_hand("resource"):
            return
        chosen = self.chosen.get("resource")
        free = [it for it in self._free(with_people=True) if not is_of_case(it.name)]
        rivals = [it for it in free if (it.name in self.people and not names_outsider(it.name)) or _names_agents(it)]
        if not rivals or (chosen is not None and self._changes(chosen.name) >= CHANGING):
            return
        changing = [(self._changes(it.name), -place, it.name) for place, it in enumerate(rivals)]
        if changing and max(changing)[0] >= CHANGING:
            self._take("resource", max(changing)[2])

    def _changes(self, name: str) -> float:
        """Share of the cases of several rows in which a column changes."""
        places = {it.name: f"c{place}" for place, it in enumerate(self.profiles)}
        case = places[self.chosen["case"].name]
        several, changed = self.engine.rows(CHANGED.format(person=places[name], case=case, sample=SAMPLE))[0]
        return float(changed / several) if several else 0.0

    def _role(self) -> None:
        """The finest group that is one, by its label rather than its code."""
        if "role" not in self.chosen or self._is_by_hand("role"):
            return
        role, person = self.chosen["role"].name, self.chosen.get("resource")
        rivals = [it.name for it in self._free() if not is_of_case(it.name) and _names_groups(it)]
        role = self._changing_group(role, rivals)
        if folded(role) in LOOSE_GROUPS and self._changes(role) < CHANGING:
            del self.chosen["role"]
            return
        case = self.chosen["case"].name
        finer = finer_group(self.engine, self.profiles, role, rivals, case, person.name if person else None)
        taken = {choice.name for choice in self.chosen.values()} | self.people
        if label := label_beside(self.engine, self.profiles, finer or role, taken - {role}):
            finer = label
        if (finer := finer or role) != self.chosen["role"].name:
            self._take("role", finer)

    def _changing_group(self, role: str, rivals: Sequence[str]) -> str:
        """Who works on a case changes: rather such a group than the one that the whole case belongs to."""
        if not rivals or self._changes(role) > STAYING:
            return role
        changes, _, name = max((self._changes(each), -place, each) for place, each in enumerate(rivals))
        return name if changes >= CHANGING else role

    def _outcome(self) -> None:
        if self._is_by_hand("outcome"):
            return
        by_name: Mapping[str, Profile] = {it.name: it for it in self.profiles}
        chosen = self.chosen.get("outcome")
        if chosen is not None and decisive_values(by_name[chosen.name]):
            return
        free = [it for it in self._free() if rank("lifecycle", it.name) is None]
        step = self.chosen["case"].name, self.chosen["activity"].name
        if found := outcome_by_content(self.engine, self.profiles, free, *step):
            self._take("outcome", found)


def _names_agents(it: Profile) -> bool:
    words = set(words_of(it.name))
    return rank("resource", it.name) is not None or bool(words & set(PARTS["resource"]) and not names_group(it.name))


def _names_groups(it: Profile) -> bool:
    return rank("role", it.name) is not None or bool(set(words_of(it.name)) & set(PARTS["role"]))
