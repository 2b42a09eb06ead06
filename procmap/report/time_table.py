"""findings.json's `time`: where the elapsed time goes, before and after, in shares that a reader can add up.

Shares have six decimals, and those that rounding takes most from get the last digit that is missing (largest remainder): those of
before sum to 1, those of after to what the plan leaves of it. A row that is nothing before and after is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from procmap.redesign.time_after import TimeRow
from procmap.report.rounding import parts_of, stable

DECIMALS = 6


def time_table(rows: Sequence[TimeRow]) -> list[dict[str, Any]]:
    """The rows as JSON holds them."""
    shares = [row.share for row in rows]
    left = [row.after_share for row in rows]
    before, after = parts_of(sum(shares), shares, DECIMALS), parts_of(sum(left), left, DECIMALS)
    return [
        {
            "activity": row.activity, "role": row.role, "cause": row.cause, "share": share,
            "mean_office_hours": stable(row.mean_office_hours), "after_share": then,
        }
        for row, share, then in zip(rows, before, after, strict=True)
        if share or then
    ]  # fmt: skip
