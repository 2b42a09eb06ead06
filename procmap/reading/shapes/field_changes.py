"""Journals of changes of any field (status, priority, owner): the changes of the status are the steps, the others none."""

from __future__ import annotations

from dataclasses import replace

from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.reading.hypothesis import Notes
from procmap.reading.names import words_of
from procmap.reading.profile import Profile, profiles
from procmap.reading.shapes.wide import numbered
from procmap.reading.status_names import WHAT, named_values, says_change
from procmap.reading.table import Table, quoted

FIELD = frozenset("""
field fieldname champ attribute attribut attributename property propriete rubrique donnee campo feld feldname veld
veldnaam""".split())  # noqa: SIM905 - words read best unquoted
"""Words of a heading that says which field was changed."""

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
    if not says_change(table.names) or not any(map(_may_say_field, table.names)):
        return table, ()
    fields = [it for it in profiles(engine, table) if it.filled and it.distinct > 1 and _may_say_field(it.name)]
    _check_status(table, fields)
    found = [(it.name, state) for it in fields if (state := _status_among(it))]
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


def _statuses(it: Profile) -> list[str]:
    return [value for value in it.values if set(words_of(value)) & WHAT]


def _may_say_field(name: str) -> bool:
    words = words_of(name)
    return bool(set(words) & FIELD) or words[-1:] in {(word,) for word in NAMING}


def _status_among(it: Profile) -> str | None:
    """The one value of a column of several fields that is a status: "state" rather than "incident_state"."""
    states = _statuses(it)
    states = [value for value in states if set(words_of(value)) <= WHAT] or states
    return states[0] if len(states) == 1 else None
