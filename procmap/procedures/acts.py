"""What a change takes where no pack says more: acts.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from procmap.language.words import Bilingual
from procmap.procedures.packs.table import Table, load_yaml
from procmap.procedures.packs.vocabulary import Effort


@dataclass(frozen=True)
class UsualAct:
    """What it takes at least, and who usually decides."""

    effort: Effort
    decides: Bilingual


def usual_act(change: str | None, lever: str) -> UsualAct:
    """What a change takes.

    Args:
        change: Its operation, as findings.json names it, "medium" or "rule"; None where it can only be said in words.
        lever: What it rests on.
    """
    changes, levers = _known()
    return changes[change] if change is not None else levers[lever]


@cache
def _known() -> tuple[Mapping[str, UsualAct], Mapping[str, UsualAct]]:
    text = (files("procmap.procedures") / "acts.yml").read_text(encoding="utf-8")
    table = Table(load_yaml(text, "acts.yml"), "acts.yml", "")
    changes, levers = (
        {name: UsualAct(one.one_of("effort", Effort), one.both("decides")) for name, one in table.named(key).items()}
        for key in ("changes", "levers")
    )
    return changes, levers
