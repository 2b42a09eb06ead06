"""The page of the catalogue, README.md: all that the detectors, their words and their cases say, put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from procmap.detectors.base import Detector
from procmap.detectors.catalogue import detectors
from procmap.detectors.words import pattern_folders, pattern_words

HEAD = """# What procmap looks for

Written by `page.py` from the folders of the patterns: change those, then run
`UPDATE=1 python -m pytest tests/test_detectors.py`. `procmap detectors NAME` tells the same in French or English.

Each pattern is one folder, `GROUP/NAME`: `detector.py` (the test and its thresholds), `cases.yml` (logs on which it must
speak or be silent, in the notation of `case_notation.py`), `words.en.toml` and `words.fr.toml` (all that is said of it
anywhere: here, in the report, on the command line). `procmap detectors new NAME` begins one; nothing else is edited. A
threshold is changed in `procmap.toml`, under `[detectors.NAME]`.

What is found is kept when it survives the control of the false discovery rate over all that the detector tested. Its
grade is A (holds, with enough cases), B (holds on less, or on a log that tells less) or C (a question to the process
owner).
"""

PARTS = (
    ("what", "What it is"),
    ("why", "Why it matters"),
    ("legitimate", "When it is legitimate"),
    ("changes", "What changes"),
)


def catalogue_page() -> str:
    """The page, as Markdown: the list of the detectors, then each with its thresholds and its first example."""
    listed = "\n".join(f"- [{cls.name}](#{cls.name}): {pattern_words(cls.name, 'en').told('title')}" for cls in detectors())
    return "\n".join([HEAD, listed, "", *(_section(cls) for cls in detectors())]).rstrip("\n") + "\n"


def read_cases(cls: type[Detector]) -> dict[str, dict[str, Any]]:
    """The cases of a detector: name -> its keys why, log, finds, and weeks, after and pack where they are given."""
    import yaml

    found: dict[str, dict[str, Any]] = yaml.safe_load(pattern_folders()[cls.name].text("cases.yml"))
    return found


def _section(cls: type[Detector]) -> str:
    english, french = pattern_words(cls.name, "en"), pattern_words(cls.name, "fr")
    facts = [f"Lever: {cls.lever}."]
    facts += [f"Needs: {', '.join(cls.needs)}."] if cls.needs else []
    facts += [f"Says more than: {', '.join(cls.covers)}."] if cls.covers else []
    return "\n".join(
        [
            f"## {cls.name}",
            "",
            f"**{english.told('title')}** · *{french.told('title')}*",
            "",
            *(line for key, heading in PARTS for line in (f"**{heading}.** {english.told(key)}", "")),
            f"{' '.join(facts)} Source: {cls.source}.",
            "",
            *_thresholds(cls),
            "",
            *_example(cls),
        ]
    )


def _thresholds(cls: type[Detector]) -> list[str]:
    meanings = pattern_words(cls.name, "en").thresholds
    rows = [f"| `{field.name}` | {field.default} | {meanings[field.name]} |" for field in fields(cls)]
    return ["| threshold | default | meaning |", "|---|---|---|", *rows]


def _example(cls: type[Detector]) -> list[str]:
    cases = read_cases(cls)
    first = next((case for name, case in cases.items() if name.startswith("flags_")), next(iter(cases.values())))
    silent = [_words(name) for name in cases if name.startswith("passes_")]
    pack = f" Procedure pack: {first['pack']}." if "pack" in first else ""
    lines = [f"Example: {first['why']}.{pack}", "", "```", first["log"].rstrip("\n"), "```", ""]
    lines += [f"Found: {_found(found)}." for found in first["finds"]]
    if "after" in first:
        lines += ["", "The log once the whole change is made:", "", "```", first["after"].rstrip("\n"), "```"]
    return [*lines, "", f"Silent on: {'; '.join(silent)}.", ""]


def _found(found: Mapping[str, Any]) -> str:
    said = " + ".join(found["activities"])
    said += f" ({', '.join(found['roles'])})" if "roles" in found else ""
    said += f", {found['count']} of {found['of']}" if "count" in found else ""
    return said + f", grade {found['grade']}"


def _words(name: str) -> str:
    return name.removeprefix("passes_").replace("_", " ")
