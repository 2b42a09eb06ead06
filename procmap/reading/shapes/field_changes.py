"""Journals of changes of any field (status, priority, owner): the changes of the status are the steps, the others none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from procmap.engine import Engine
from procmap.reading.hypothesis import Notes
from procmap.reading.names import words_of
from procmap.reading.profile import Profile
from procmap.reading.shapes.wide import numbered
from procmap.reading.status_names import IS, WAS, WHAT
from procmap.reading.table import Table, quoted

FIELD = frozenset("field champ attribute attribut property propriete rubrique donnee campo feld veld".split())  # noqa: SIM905 - words read best unquoted
"""Words of a heading that says which field was changed."""


def status_changes_only(engine: Engine, table: Table, profiles: Sequence[Profile]) -> tuple[Table, Notes]:
    """The table without the changes of other fields than the status, where one field is a status; and the note that says so.

    Args:
        engine: Where the table stands.
        table: The source.
        profiles: Of its columns.
    """
    fields = [it for it in profiles if it.filled and set(words_of(it.name)) & FIELD and it.distinct > 1]
    said = [{*words_of(it.name)} for it in profiles]
    if len(fields) != 1 or not any(words & WAS for words in said) or not any(words & IS for words in said):
        return table, ()
    states = [value for value in fields[0].values if set(words_of(value)) & WHAT]
    if len(states) != 1:
        return table, ()
    is_state = f"{table.cleaned(fields[0].name)} = {quoted(states[0])}"
    count, rows = engine.rows(f"select count(*) filter (not coalesce({is_state}, false)), count(*) from {table.relation}")[0]
    base = numbered(table)
    kept = replace(base, relation=f"(select * from {base.relation} where {is_state})")
    return kept, (("reading.note_other_fields", {"column": fields[0].name, "value": states[0], "count": count, "rows": rows}),)
