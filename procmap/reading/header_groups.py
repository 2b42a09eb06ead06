"""Headers of two lines: the groups above ("Visa", "Signature"), under each its columns ("Date", "Agent")."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.reading.dates import looks_like_date
from procmap.reading.names import folded

FEWEST = 2
"""Groups at least: one cell above a table is its title."""

BARE = frozenset("date le dateheure dateetheure datetime horodatage timestamp when".split())  # noqa: SIM905 - words read best unquoted
"""Names of a date that say nothing beside their group: the step is called after the group alone."""


def header_of_two(rows: Sequence[Sequence[str]], typical: int) -> int | None:
    """The place of the lower line of the first header of two lines that names about as many columns as rows have cells.

    Args:
        rows: The rows as texts, blank ones left out.
        typical: The usual number of filled cells.
    """
    for low in range(1, len(rows) - 1):
        names = _joined(rows[low - 1], rows[low])
        if names is not None and sum(map(bool, names)) >= max(FEWEST, typical - 1):
            return low
    return None


def with_groups(rows: Sequence[Sequence[str]], place: int) -> tuple[int, list[str]]:
    """Where the rows of a table begin, less one, and its header: that of the line found, or of two lines.

    Two lines are one header only where the names of the lower one come back and the groups tell them apart.

    Args:
        rows: The rows as texts, blank ones left out.
        place: Of the line found to be the header.
    """
    for low in (place, place + 1):
        if 0 < low < len(rows) - 1 and (names := _joined(rows[low - 1], rows[low])) is not None:
            return low, names
    return place, list(rows[place])


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str] | None:
    own = [folded(cell) for cell in below if cell.strip()]
    groups = [cell.strip() for cell in above if cell.strip()]
    is_header = not any(looks_like_date(cell.strip()) or cell.strip().isdecimal() for cell in (*above, *below))
    if not is_header or len(set(own)) == len(own) or len(set(groups)) < max(FEWEST, len(groups)):
        return None
    width = max(len(above), len(below))
    upper, lower = ([*row, *[""] * (width - len(row))] for row in (above, below))
    if not any(under.strip() and not over.strip() for over, under in zip(upper, lower, strict=True)):
        return None  # no group has several columns
    group, names = "", []
    for over, under in zip(upper, lower, strict=True):
        group, name = over.strip() or group, under.strip()
        if not over.strip() and not name:
            names.append("")
            continue
        names.append(group if not name or folded(name) in BARE else f"{group} {name}".strip())
    told = [name for name in names if name]
    return names if len(set(told)) == len(told) else None
