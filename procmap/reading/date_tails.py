"""Cells that hold a date and who did it: "12/03/2025 MQ", "12/03/2025 (vu)". The date is read, and what follows is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from procmap.reading.dates import looks_like_date
from procmap.reading.hypothesis import Notes
from procmap.reading.listing import listing
from procmap.reading.names import words_of
from procmap.reading.profile import Profile
from procmap.reading.table import Table, quoted

DAY = r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
OTHERWISE = (
    r"\b(?:pr[ée]vu|annul|report|attente|limite|avant|apr[eè]s|planned|cancel|postpon|pending|due|before|after|until|"
    r"geplant|abgesagt|verschoben|storniert|bis|vor|nach)"
)
"""What makes the date one of something else: of a plan, of what did not take place."""

TAILED = rf"^({DAY})[ ,;-]+(\(?\pL[^0-9]{{0,24}})$"
PATTERN = re.compile(TAILED.replace(r"\pL", r"[^\W\d_]"))

MOSTLY, OFTEN = 0.9, 0.1
"""Share of the values that are a date, with or without a tail; and of those that have one."""

FEWEST = 5
"""Values from which a column can be told to hold dates with tails."""

REMARKS = frozenset("""
observation observations obs commentaire commentaires remarque remarques note notes comment comments remark remarks bemerkung
bemerkungen suivi historique history relance relances""".split())  # noqa: SIM905 - words read best unquoted
"""Words of headings under which a date begins a remark."""


def without_tails(table: Table, profiles: Sequence[Profile]) -> tuple[Table, Notes]:
    """The table whose columns of dates with tails hold the dates alone, and what to say of it.

    Args:
        table: The source.
        profiles: Of its columns.
    """
    found = [place for place, it in enumerate(profiles) if _has_tails(it)]
    if not found:
        return table, ()
    replaced = ", ".join(
        f"case when regexp_matches(trim(c{k}), {quoted(TAILED)}) and not regexp_matches(c{k}, {quoted('(?i)' + OTHERWISE)}) "
        f"then regexp_extract(trim(c{k}), {quoted(TAILED)}, 1) else c{k} end as c{k}" for k in found
    )  # fmt: skip
    relation = f"(select * replace ({replaced}) from {table.relation})"
    told: dict[str, object] = {"columns": listing([profiles[k].name for k in found])}
    return replace(table, relation=relation), (("reading.note_date_tails", told),)


def _has_tails(it: Profile) -> bool:
    if not it.values or REMARKS & set(words_of(it.name)):
        return False
    tailed = [value for value in it.values if not looks_like_date(value) and PATTERN.match(value)]
    plain = sum(map(looks_like_date, it.values))
    return len(tailed) >= max(FEWEST, OFTEN * len(it.values)) and len(tailed) + plain >= MOSTLY * len(it.values)
