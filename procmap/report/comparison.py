"""Several audits of one log side by side: one for each value of a column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from procmap.language.shown import json_text
from procmap.report.audit import Audit
from procmap.report.fingerprints import with_own_fingerprint

DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))
"""Names that Windows keeps for devices: no folder can be made of them there. Those with a $ are none of our names."""


@dataclass(frozen=True)
class Compared:
    """The audit of one value, in its own folder."""

    value: str
    folder: str
    audit: Audit


def folder_names(values: Sequence[str]) -> list[tuple[str, str]]:
    """A folder name for each value, readable and safe on every system; a number tells equal ones apart."""
    found: list[tuple[str, str]] = []
    for value in values:
        plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode("ascii").lower()
        name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "value"
        name = f"value_{name}" if name in DEVICES else name
        taken = {other for other, _ in found}
        number, folder = 1, name
        while folder in taken:
            number += 1
            folder = f"{name}_{number}"
        found.append((folder, value))
    return found


def comparison_json(column: str, compared: Sequence[Compared]) -> str:
    """The figures of each value that can be set side by side; findings by key, so that shared ones show."""
    rows = [
        {
            "value": one.value,
            "folder": one.folder,
            "cases": one.audit.log.cases,
            "events": one.audit.log.events,
            "median_days": round(one.audit.before.cycle_time.median_days, 6),
            "mean_days": round(one.audit.before.cycle_time.mean_days, 6),
            "steps": round(one.audit.before.steps, 6),
            "handovers": None if one.audit.before.handovers is None else round(one.audit.before.handovers, 6),
            "findings": [
                {"key": f.key, "grade": f.grade, "rate": round(f.evidence.rate, 6)} for f in one.audit.findings
            ],
        }
        for one in compared
    ]
    return with_own_fingerprint(json_text({"schema": 1, "column": column, "values": rows}))
