"""A procedure as its file tells it: bone, words, attributes. `!name` marks where a plant may stand, `~name` a look-alike."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator.tree import Step

FOLDER = Path(__file__).parent / "procedures"
STEP = re.compile(r"(?:if (?P<kind>[^:]+): )?(?P<label>.+) @(?P<role>\D+) (?P<minutes>\d+)(?P<rest>.*)")
TRAY, AFTER = 2.5, 0.4  # mean office hours in an in-tray of the bone, before and after the decision


@dataclass(frozen=True)
class Procedure:
    """What a file of the folder says."""

    name: str
    title: str
    language: str
    prefix: str
    columns: dict[str, str]
    kinds: tuple[tuple[str, float], ...]
    channels: tuple[tuple[str, float], ...]
    sites: tuple[tuple[str, float], ...]
    amounts: tuple[float, float] | None
    threshold: float | None
    bone: tuple[str, ...]
    refusal: tuple[str, ...]
    contention: str
    key_step: str
    words: dict[str, tuple[str, ...]]


def parsed(text: str, **more: Any) -> tuple[str | None, Step]:
    """A step as written, `[if KIND:] LABEL @ROLE MINUTES [refuse=0.06] [decision] [after]`, and the kind of case it is for."""
    found = STEP.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    words = found["rest"].split()
    refuse = next((float(word.split("=")[1]) for word in words if word.startswith("refuse=")), 0.0)
    tray = AFTER if "after" in words else TRAY
    given = {"tray": tray, "refuse": refuse, "check": bool(refuse), "decision": "decision" in words}
    return found["kind"], Step(found["label"], found["role"], float(found["minutes"]), **(given | more))


@cache
def procedure(name: str) -> Procedure:
    """The procedure of this name."""
    told = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    shares = {key: tuple((a, b) for a, b in told[key]) for key in ("kinds", "channels", "sites")}
    return Procedure(
        name, told["title"], told["language"], told["prefix"], told["columns"], shares["kinds"], shares["channels"],
        shares["sites"], tuple(told["amounts"]) if "amounts" in told else None, told.get("threshold"), tuple(told["bone"]),
        tuple(told["refusal"]), told["contention"], told["key_step"],
        {name: tuple(steps) for name, steps in told["words"].items()},
    )  # fmt: skip


def names() -> list[str]:
    """Every procedure."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))
