"""Which reason is told for what a prudent change brings."""

from __future__ import annotations

from enum import StrEnum

from procmap.findings.edit import Operation


class Apart(StrEnum):
    """What brings less than its whole cure for a reason of its own; the names stand in the report's catalogues."""

    RULE = "rule"
    """A person still confirms what a rule of decision proposes."""
    JOINT = "joint"
    """Of all accepted changes together."""


GainWhy = Operation | Apart
"""The reason: that of the change's operation, unless it has one of its own."""
