"""Journals of changes of any field (status, priority, owner): the changes of the status are the steps, the others none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.hypothesis import Notes
from procmap.reading.listing import listing
from procmap.reading.names import PARTS, words_of
from procmap.reading.profile import Profile, profiles
from procmap.reading.shapes.unpivoting import numbered
from procmap.reading.status_names import VALUES, WHAT, named_values, says_change
from procmap.reading.table import Table, quoted

FIELD = frozenset("""
field fieldname champ attribute attribut attributename property propriete rubrique donnee campo feld feldname veld
veldnaam""".split())  # noqa: SIM905 - words read best unquoted
"""Words of a heading that says which field was changed."""

MEASURED = FIELD | frozenset("definition metric metrique mesure kennzahl metriek metrica".split())  # noqa: SIM905 - words read best unquoted
"""Words of a heading that says of which field a value lasted: "definition" beside "value"."""

OF_CASE = frozenset(PARTS["case"])
"""Words by which a status says that it is the case's own: "Case status" beside "SLA status"."""

NAMING = frozenset("name nom".split())  # noqa: SIM905 - words read best unquoted
"""Words at the end of a heading under which a field may stand too: "name" beside "old_value"."""


def status_changes_only(engine: Engine, table: Table) -> tuple[Table, Notes]:
    """The table without the changes of other fields than the status, where one field is a status; and the note that says so.

    The values of other fields are people, dates and texts: they are left out before the columns are looked at.

    Args:
        engine: Where the table stands.
        table: The source.

    Raises:
        ProcmapError: None of the fields is a status: their changes tell no steps.
    """
    says = _may_say_field if says_change(table.names) else _says_measure if _says_value(table.names) else None
    if says is None or not any(map(says, table.names)):
        return table, ()
    fields = [it for it in profiles(engine, table) if it.filled and it.distinct > 1 and says(it.name)]
    _check_status(table, fields)
    found = [(it.name, state) for it in fields if (state := _status_among(it))]
    _check_one_status(fields, found)
    if len(found) != 1:
        return table, ()
    column, state = found[0]
    is_state = f"{table.cleaned(column)} = {quoted(state)}"
    count, rows = engine.rows(f"select count(*) filter (not coalesce({is_state}, false)), count(*) from {table.relation}")[0]
    base = numbered(table)
    kept = replace(base, relation=f"(select * from {base.relation} where {is_state})")
    return kept, (("reading.note_other_fields", {"column": column, "value": state, "count": count, "rows": rows}),)


def _check_status(table: Table, fields: list[Profile]) -> None:
    """See that a journal of the values of any field tells those of a status too.

    Raises:
        ProcmapError: It does not.
    """
    named = next((it for it in fields if set(words_of(it.name)) & FIELD), None)
    pair = named_values(table.names)
    if named is not None and pair is not None and not any(map(_statuses, fields)):
        raise ProcmapError("reading.no_status_field", column=named.name, new=pair[1])


def _check_one_status(fields: list[Profile], found: list[tuple[str, str]]) -> None:
    """See that a journal does not tell two statuses of a case: their changes are no steps of one another.

    Raises:
        ProcmapError: It does, and neither is the plain one.
    """
    several = next((it for it in fields if set(words_of(it.name)) & FIELD and len(_statuses(it)) > 1), None)
    if several is None or found:
        return
    states = _statuses(several)
    raise ProcmapError("reading.several_status_fields", column=several.name, fields=listing(states), first=states[0])


def _statuses(it: Profile) -> list[str]:
    return [value for value in it.values if set(words_of(value)) & WHAT]


def _says_measure(name: str) -> bool:
    return bool(set(words_of(name)) & MEASURED)


def _says_value(names: Iterable[str]) -> bool:
    """Whether a heading says the value of something, and no more."""
    return any((words := words_of(name)) and set(words) <= VALUES for name in names)


def _may_say_field(name: str) -> bool:
    words = words_of(name)
    return bool(set(words) & FIELD) or words[-1:] in {(word,) for word in NAMING}


def _status_among(it: Profile) -> str | None:
    """The one value of a column of several fields that is a status: "state" rather than "incident_state"."""
    states = _statuses(it)
    plain = [value for value in states if set(words_of(value)) <= WHAT]
    states = plain or [value for value in states if set(words_of(value)) <= WHAT | OF_CASE] or states
    return states[0] if len(states) == 1 else None
