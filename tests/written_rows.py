"""Rows written by hand as reading leaves them: the table source_event."""

from __future__ import annotations

import numpy as np

COLUMNS = {
    "pos": "bigint", "case_name": "varchar", "activity_name": "varchar", "resource_name": "varchar",
    "role_name": "varchar", "time": "bigint", "start": "bigint", "amount": "bigint", "outcome_name": "varchar",
    "channel_name": "varchar",
}  # fmt: skip
NUMBERS = frozenset(name for name, kind in COLUMNS.items() if kind == "bigint")


def written(engine, rows, micros):
    """Leave rows (case, activity, moment) or (case, activity, moment, {further columns}) in source_event, in their order.

    `micros` makes microseconds of a moment.
    """
    full = []
    for pos, (case, activity, moment, *further) in enumerate(rows):
        row = {"pos": pos, "case_name": case, "activity_name": activity, "time": micros(moment), **(further or [{}])[0]}
        full.append({**row, "start": micros(row["start"]) if row.get("start") else None})
    columns = {name: np.array([row.get(name) for row in full], dtype=object) for name in COLUMNS if name not in NUMBERS}
    columns |= {
        name: np.ma.masked_array([row.get(name) or 0 for row in full], [row.get(name) is None for row in full])
        for name in NUMBERS
    }
    engine.load("written", columns)
    texts = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in COLUMNS.items())
    engine.table("source_event", f"select {texts} from written order by pos")
