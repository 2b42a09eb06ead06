"""Pairs of labels that are the two outcomes of one check: "approved by X" and "rejected by X".

The two are alternatives: a refusal that often comes right after the passing label is what follows from it, whoever refused.
In a log that writes refusals as labels, a label that passes and has no counterpart has never refused, if it tells how a check
ended ("Approved by the director"): "Validate application" and "Complete application" are work whose end other labels tell.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from procmap.log import EventLog
from procmap.procedures import Classes, Group, Vocabulary
from procmap.procedures.outcomes import outcome_of, result_of

CONSEQUENCE = 0.3
"""Share of a refusing label's instances directly after the passing one from which it is a consequence, not an alternative."""

LABELLED = 2
"""Pairs of labels from which a log is taken to write every refusal as a label."""


class LabelPair(NamedTuple):
    """One check as its labels tell it.

    Attributes:
        passing: Codes of the labels that pass, at least one.
        refusing: Codes of those that refuse; none where it has never refused.
    """

    passing: tuple[int, ...]
    refusing: tuple[int, ...]


def find_label_pairs(log: EventLog, classes: tuple[Classes, ...], vocabulary: Vocabulary) -> tuple[LabelPair, ...]:
    """The pairs of labels of a log, by what is left of their labels without the outcome.

    Args:
        log: The log.
        classes: The vocabulary's classes of each activity code.
        vocabulary: What labels say of an outcome.
    """
    checking = vocabulary.group(Group.CHECKING)
    follows = {(a, b): times for a, b, times in log.engine.rows("select source, target, times from directly_follows")}
    instances = dict(log.engine.rows("select activity, instances from activity_figures"))
    stems: dict[str, dict[str, list[int]]] = defaultdict(lambda: {"positive": [], "negative": []})
    for code, label in enumerate(log.activities):
        stem, outcome = vocabulary.outcome_of(label)
        if outcome and not stem:
            stem, _ = result_of(label)  # "Visa granted" and "Visa refused": what is decided may be called like a signature
        if outcome and stem:  # a bare "refused" may be anybody's
            stems[stem][outcome].append(code)
    for found in stems.values():
        found["negative"] = [
            code
            for code in found["negative"]
            if sum(follows.get((passing, code), 0) for passing in found["positive"]) <= CONSEQUENCE * instances[code]
        ]
    pairs = sum(bool(found["positive"] and found["negative"]) for found in stems.values())

    def ended(code: int) -> bool:
        declared = outcome_of(log.activities[code])[1] is None
        return bool(classes[code] & checking) and (declared or result_of(log.activities[code])[1] == "positive")

    return tuple(
        LabelPair(tuple(found["positive"]), tuple(found["negative"]))
        for _, found in sorted(stems.items())
        if found["positive"] and (found["negative"] or (pairs >= LABELLED and all(map(ended, found["positive"]))))
    )
