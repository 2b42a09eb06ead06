"""Steps by code and label, where some codes share their label: by the label alone two steps would be one."""

from __future__ import annotations

from dataclasses import replace

from procmap.engine import Engine
from procmap.reading.derived import BETWEEN, JOINT, joined
from procmap.reading.hypothesis import Hypothesis
from procmap.reading.labels import shared_label_beside
from procmap.reading.profile import Profile


def with_shared_labels(engine: Engine, profiles: tuple[Profile, ...], people: frozenset[str], hypothesis: Hypothesis) -> Hypothesis:
    """The reading with steps as "Send receipt – 01_020" where a column beside the codes says what each is."""
    step = hypothesis.chosen["activity"]
    taken = {choice.name for choice in hypothesis.chosen.values()} | people
    label = shared_label_beside(engine, profiles, step.name, taken)
    if label is None:
        return hypothesis
    parts = (label, step.name)
    table = joined(hypothesis.table, parts, BETWEEN["activity"])
    return replace(hypothesis, table=table, chosen={**hypothesis.chosen, "activity": replace(step, name=JOINT.join(parts))})
