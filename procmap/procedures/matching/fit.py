"""Which pack fits a log, by its labels: proposed where they tell, none where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procmap.errors import ProcmapError
from procmap.procedures.matching.matcher import Match, Matching, match_labels
from procmap.procedures.packs import Pack, Shield, Step, packs

LEAST_STEPS = 4
"""Different steps of the pack that the labels must name."""

LEAST_TELLING = 2.0
"""What they must weigh together: a step weighs one divided by the number of packs that know its label."""

LEAST_ALONE = 2
"""Different steps that no other procedure of the packs has: one alone may be that of a procedure that no pack knows."""

LEAST_SHARE = 0.2
"""Of the labels that the pack must know."""

LEAD = 1.25
"""How many times the weight of the next pack."""

LEAST_NAMED = 2
"""Different steps that a pack named by the analyst must have in the log."""


@dataclass(frozen=True)
class PackFit:
    """How a pack fits a log.

    Attributes:
        pack: The pack proposed; None where none fits.
        best: The pack that fits best, proposed or not; None where no label is known to any.
        near: The pack to name to the analyst where none is proposed: all that a pack must show is there, but it weighs or tells too
            little.
        labels, events: Share of the labels and of the events that it knows.
        telling: Steps found that no other procedure has, most frequent first.
        runner_up: The pack that fits next.
        weight, next_weight: How much each weighs.
        matching: The labels against the best pack.
    """

    pack: Pack | None
    best: Pack | None
    near: Pack | None
    labels: float
    events: float
    telling: tuple[Step, ...]
    runner_up: Pack | None
    weight: float
    next_weight: float
    matching: Matching | None


@dataclass(frozen=True)
class _Candidate:
    pack: Pack
    matching: Matching
    own: tuple[Match, ...]


def propose_pack(counts: Mapping[str, int]) -> PackFit:
    """The pack that fits, with the evidence.

    Args:
        counts: Events by label.
    """
    candidates = [_candidate(pack, counts) for pack in packs()]
    knowing: dict[str, int] = {}
    for one in candidates:
        for match in one.own:
            knowing[match.label] = knowing.get(match.label, 0) + 1
    ranked = sorted(candidates, key=lambda one: -_weight(one, knowing))
    best, second = ranked[0], ranked[1]
    weight, following = _weight(best, knowing), _weight(second, knowing)
    if not weight:
        return PackFit(None, None, None, 0.0, 0.0, (), None, 0.0, 0.0, None)
    known = {match.label for match in best.own}
    alone = sorted((m for m in best.own if m.step.identity in best.pack.telling), key=lambda m: (-counts[m.label], m.label))
    labels = len(known) / len(counts)
    near = (
        len({match.step.identity for match in best.own}) >= LEAST_STEPS
        and labels >= LEAST_SHARE
        and weight >= LEAD * following
        and bool(alone)
    )
    fits = near and weight >= LEAST_TELLING and len({match.step.identity for match in alone}) >= LEAST_ALONE
    return PackFit(
        pack=best.pack if fits else None,
        best=best.pack,
        near=best.pack if near and not fits else None,
        labels=labels,
        events=sum(counts[label] for label in known) / max(sum(counts.values()), 1),
        telling=tuple(dict.fromkeys(match.step for match in alone)),
        runner_up=second.pack if following else None,
        weight=weight,
        next_weight=following,
        matching=best.matching,
    )


def require_fit(pack: Pack, counts: Mapping[str, int], settled: Mapping[str, str] | None = None) -> Matching:
    """The labels against a pack that the analyst names.

    Raises:
        ProcmapError: The log has hardly a step of it; the message says which labels were not known.
    """
    matching = match_labels(pack, counts, settled)
    own = {match.step.identity for match in matching.matches if match.pack.identity == pack.identity}
    if len(own) < LEAST_NAMED:
        unknown = sorted((one.label for one in matching.unmatched), key=lambda label: (-counts[label], label))
        raise ProcmapError(
            "procedures.pack_does_not_fit",
            name=pack.identity,
            matched=len(own),
            of=len(counts),
            labels=", ".join(unknown[:5]) or "-",
        )
    return matching


def _candidate(pack: Pack, counts: Mapping[str, int]) -> _Candidate:
    matching = match_labels(pack, counts)
    return _Candidate(pack, matching, tuple(match for match in matching.matches if match.pack.identity == pack.identity))


def _weight(one: _Candidate, knowing: Mapping[str, int]) -> float:
    """The steps found, each by its most telling label; what nothing protects weighs half: habits are the same everywhere."""
    found: dict[str, float] = {}
    for match in one.own:
        share = 1 / knowing[match.label] * (1.0 if match.step.shield != Shield.NONE else 0.5)
        found[match.step.identity] = max(found.get(match.step.identity, 0.0), share)
    return sum(found.values())
