"""The plan: which findings are accepted, and what they bring together."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.findings import Gain


@dataclass(frozen=True)
class PlanLine:
    """One proposal as the analyst sees it in plan.toml."""

    key: str
    accept: bool
    reason: str | None = None


@dataclass(frozen=True)
class Plan:
    """The proposals, those accepted, and their joint gain on one combined run.

    Attributes:
        lines: One for each finding with a change, in the findings' order.
        accepted: Identities (F01 ...) of the findings that the joint gain counts.
        gain: None where nothing is accepted.
        shares: For each accepted identity the part of the joint expected gain (office hours, days per case) that it adds in the
            order of `accepted`; they sum to the joint expected gain.
    """

    lines: tuple[PlanLine, ...] = ()
    accepted: tuple[str, ...] = ()
    gain: Gain | None = None
    shares: tuple[tuple[str, float, float], ...] = ()
