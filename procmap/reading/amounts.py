"""Amounts: any writing of a decimal number becomes whole cents."""

from __future__ import annotations

from procmap.engine import Engine

MEASURED = """
select count(*),
  count(*) filter (regexp_full_match(v, '-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?')),
  count(*) filter (regexp_matches(d, ',([0-9]{1,2}|[0-9]{4,})$|[.].*,')),
  count(*) filter (regexp_matches(d, '[.]([0-9]{1,2}|[0-9]{4,})$|,.*[.]')),
  count(*) filter (regexp_matches(d, '^-?[1-9][0-9]{0,2}(,[0-9]{3})+$')),
  count(*) filter (regexp_matches(d, '^-?[1-9][0-9]{0,2}([.][0-9]{3})+$')),
  count(*) filter (regexp_matches(d, '^-?(0|[0-9]{4,})[.,]?') or regexp_matches(d, '^-?[0-9]{4,}$')),
  count(*) filter (contains(d, ',')), count(*) filter (contains(d, '.'))
from (select v, regexp_replace(replace(v, chr(8722), '-'), '[^0-9,.-]', '', 'g') as d
      from ({values}) where v is not null)
"""
"""Values, and how many: are plain; show a decimal comma, a decimal point; look grouped by commas, by points; are too
long to be a first group; hold a comma; hold a point."""


def cents(engine: Engine, values: str, text: str) -> str:
    """SQL of a column's amounts in cents, rounded half away from zero; NULL where unreadable or of 10^14 and more.

    Args:
        engine: Where the sample stands.
        values: A SELECT of the sample's texts as `v`.
        text: SQL of the text to convert.
    """
    total, plain, comma, point, comma_groups, point_groups, ungrouped, commas, points = engine.rows(
        MEASURED.replace("{values}", values)
    )[0]
    groups = point_groups and point_groups == points and not ungrouped and not point
    if plain == total and not groups:
        return _rounded(text)
    digits = f"regexp_replace(replace({text}, chr(8722), '-'), '[^0-9,.-]', '', 'g')"
    is_comma_decimal = comma > point or (
        not comma and not point and bool(commas) and not (comma_groups == commas and not ungrouped)
    )
    if is_comma_decimal or (groups and not commas):
        return _rounded(f"replace(replace({digits}, '.', ''), ',', '.')")
    return _rounded(f"replace({digits}, ',', '')")


def _rounded(number: str) -> str:
    return f"cast(try_cast({number} as decimal(16, 2)) * 100 as bigint)"  # beyond: NULL, times 100 still in range
