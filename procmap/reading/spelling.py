"""Texts that differ only in blanks that nobody sees are one text, spelt as most rows spell it."""

from __future__ import annotations

from procmap.engine import Engine

UNSEEN = "[\u00ad\u200b-\u200f\u2060\ufeff]"
BLANK = "[\\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
ODD = "[\u00ad\u00a0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff\t\n\r]|  "

Notes = list[tuple[str, dict[str, object]]]


def _pattern(written: str) -> str:
    """A regular expression as the engine writes it: code points beyond ASCII by their number."""
    return "".join(letter if letter.isascii() else f"\\x{{{ord(letter):x}}}" for letter in written)


SPELT = """
create or replace table spelling as
select v, nullif(trim(regexp_replace(kept, ?, '', 'g')), '') as kept, n, others from (
  select v, n, first_value(v) over w as kept, count(*) over (partition by folded) - 1 as others
  from (select v, n, trim(regexp_replace(regexp_replace(v, ?, '', 'g'), ?, ' ', 'g')) as folded
        from (select {column} as v, count(*) as n from source_row where {column} is not null group by 1))
  window w as (partition by folded order by n desc, v))
"""
"""Each text of a column with the commonest spelling that differs from it in blanks only."""


def has_odd_blanks(text: str, *, plain: bool) -> str:
    """SQL of whether a text holds blanks that differ from single spaces; a plain one holds ASCII only."""
    return f"contains({text}, '  ') or contains({text}, chr(9))" if plain else f"regexp_matches({text}, '{_pattern(ODD)}')"


def join_spellings(engine: Engine, column: str, name: str, notes: Notes) -> None:
    """One spelling for texts of a column of source_row that differ in blanks only; the joining is told.

    Args:
        engine: Holds source_row.
        column: Of source_row.
        name: What the source calls it.
        notes: Takes what was joined.
    """
    engine.run(SPELT.format(column=column), [_pattern(UNSEEN), _pattern(UNSEEN), f"{_pattern(BLANK)}+"])
    rows = engine.value("select coalesce(sum(n), 0)::bigint from spelling where v is distinct from kept and others > 0")
    engine.run(f"update source_row set {column} = kept from spelling where {column} = v and v is distinct from kept")
    engine.drop("spelling")
    if rows:
        notes.append(("reading.note_joined_spellings", {"column": name, "count": rows}))
