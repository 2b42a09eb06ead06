"""The order in which findings are told, and their names in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from procmap.findings import Finding, Grade


def ranked(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """A and B by the lower bound of the expected gain, then the questions; identities F01 ... in that order."""
    order = sorted(
        findings,
        key=lambda f: (f.grade == Grade.C, -(f.gain.expected_office_hours.low if f.gain else 0.0), f.detector, f.key),
    )
    return tuple(replace(f, identity=f"F{rank:02d}") for rank, f in enumerate(order, start=1))
