"""Draws many generated procedures, whole and phase by phase, and holds them against the bars: no fault, letters that are read.

python -m tests.quality.pictures --count 200
"""

from __future__ import annotations

import argparse
import sys

from procmap.report.audit import Audit
from procmap.report.before_after import before_after
from tests.picture_cases import random_audit
from tests.picture_geometry import SVG, faults, read
from tests.test_picture_of_change import points

A4 = (277, 190)
LEGIBLE = 8.0


def turned(audit: Audit, svg: str) -> list[str]:
    """Passages drawn as going back though their steps come in that order in most of the cases that have both."""
    root, _ = read(svg)
    found = []
    for panel in (one for one in root.iter(f"{SVG}g") if one.get("class") == "panel"):
        process = audit.after if panel.get("data-side") == "after" else audit.before
        first = [(one.count, {label: one.activities.index(label) for label in one.activities}) for one in process.variants]
        for flow in (one for one in panel.iter(f"{SVG}g") if one.get("class") == "flow"):
            source, target = (flow.get(f"data-{end}").partition("|")[2] for end in ("source", "target"))
            both = [(count, at) for count, at in first if source in at and target in at and source != target]
            ahead = sum(count for count, at in both if at[source] < at[target])
            dashed = next(flow.iter(f"{SVG}path")).get("stroke-dasharray") is not None
            if dashed and 2 * ahead > sum(count for count, _ in both):
                found.append(f"forward drawn as going back: {source} / {target}")
    return found


def main() -> int:
    """Print what was measured; 1 where a sheet has a fault or is not read on A4."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    found: list[str] = []
    whole, sheets = [], []
    for seed in range(parser.parse_args().count):
        audit = random_audit(seed, language="fr" if seed % 2 else "en", accepted=seed % 5 != 0)
        drawn = before_after(audit)
        found += [f"{seed}: {fault}" for svg in (drawn.whole, *drawn.phases) for fault in faults(svg)]
        found += [f"{seed}: {fault}" for fault in turned(audit, drawn.whole)]
        sheets += [points(svg, A4) for svg in drawn.phases]
        roles = {figures.role for figures in audit.before.activities}
        if len(audit.before.activities) <= 30 and len(roles) <= 8:
            whole.append(points(drawn.whole))
    legible = sum(size >= LEGIBLE for size in whole)
    print(*found, sep="\n")
    print(f"whole on A3, up to 30 activities and 8 services: {legible} of {len(whole)} reach 8 pt, smallest {min(whole):.1f}")
    print(f"sheets on A4: {len(sheets)}, smallest {min(sheets):.1f} pt; faults: {len(found)}")
    return int(bool(found) or min(sheets) < LEGIBLE)


if __name__ == "__main__":
    sys.exit(main())
