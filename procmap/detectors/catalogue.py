"""Finds the detectors by walking this package, and runs them."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

import procmap.detectors as package
from procmap.detectors.base import Detector
from procmap.errors import UsageError
from procmap.findings import Candidates, NotEvaluable
from procmap.measures import Measures

THRESHOLDS = "thresholds"
"""The table of NAME.fr.toml that says what each threshold means."""


@dataclass(frozen=True)
class Detection:
    """What the catalogue found.

    Attributes:
        candidates: What each detector tested, in the order of the catalogue.
        not_evaluable: Detectors that the log cannot feed.
    """

    candidates: tuple[Candidates, ...]
    not_evaluable: tuple[NotEvaluable, ...]


@cache
def detectors() -> tuple[type[Detector], ...]:
    """Every detector, by group and name: each module below this package that defines one."""
    found = []
    for module in pkgutil.walk_packages(package.__path__, "procmap.detectors."):
        if module.name.count(".") != 3:
            continue
        for _, cls in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(cls, Detector) and cls.__module__ == module.name:
                found.append(cls)
    return tuple(sorted(found, key=lambda cls: cls.__module__))


def detect(measures: Measures, thresholds: Mapping[str, Mapping[str, object]] | None = None) -> Detection:
    """Run the whole catalogue.

    Args:
        measures: The measures of the log.
        thresholds: Values of detectors' fields by detector and field, as procmap.toml gives them.
    """
    candidates, lacking = [], []
    for detector in configured(thresholds or {}):
        missing = detector.missing(measures.log)
        if missing:
            lacking.append(NotEvaluable(detector.name, f"no_{missing[0]}"))
        else:
            candidates.append(Candidates(detector.name, detector.guards, detector.covers, tuple(detector.find(measures))))
    return Detection(tuple(candidates), tuple(lacking))


def configured(thresholds: Mapping[str, Mapping[str, object]]) -> tuple[Detector, ...]:
    """The detectors with their thresholds; an unknown name is an error that names the nearest known one."""
    for name, values in thresholds.items():
        for key in (None, *values):
            detector_named(name, key)
    # mypy cannot know the fields of each subclass; configured values were checked by name above
    return tuple(cls(**thresholds.get(cls.name, {})) for cls in detectors())


def explain(name: str, language: str) -> Mapping[str, str]:
    """The words of a detector: title, what, why, legitimate, changes, source; English ones come from its docstring."""
    cls = detector_named(name)
    told = _french(cls) if language == "fr" else _parts(inspect.getdoc(cls) or "")
    return {**{part: text for part, text in told.items() if part != THRESHOLDS}, "source": cls.source, "lever": cls.lever}


def explain_thresholds(name: str, language: str) -> Mapping[str, str]:
    """What each threshold of a detector means, in the order of its fields; in English where the French words are missing."""
    cls = detector_named(name)
    french = _french(cls).get(THRESHOLDS, {}) if language == "fr" else {}
    english = threshold_docs(cls)
    return {field.name: french.get(field.name, english.get(field.name, "")) for field in fields(cls)}


def detector_named(name: str, threshold: str | None = None) -> type[Detector]:
    """The detector of a name; an unknown one, or an unknown threshold of it, is an error that names the nearest."""
    by_name = {cls.name: cls for cls in detectors()}
    if name not in by_name:
        raise UsageError("detectors.unknown_detector", name=name, nearest=_nearest(name, list(by_name)))
    known = [field.name for field in fields(by_name[name])]
    if threshold is not None and threshold not in known:
        raise UsageError("detectors.unknown_threshold", name=name, threshold=threshold, nearest=_nearest(threshold, known))
    return by_name[name]


def threshold_docs(cls: type[Detector]) -> dict[str, str]:
    """The docstring below each field of a detector, by field; a field without one is left out."""
    body = ast.parse(inspect.getsource(cls)).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for statement, following in zip(body.body, body.body[1:], strict=False):
        named = isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
        if named and isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            assert isinstance(statement, ast.AnnAssign)
            assert isinstance(statement.target, ast.Name)
            found[statement.target.id] = " ".join(str(following.value.value).split())
    return found


def _french(cls: type[Detector]) -> dict[str, Any]:
    module, _, stem = cls.__module__.rpartition(".")
    return tomllib.loads((files(module) / f"{stem}.fr.toml").read_text(encoding="utf-8"))


def _parts(docstring: str) -> dict[str, str]:
    title, _, rest = docstring.partition("\n")
    found = {"title": title.strip().rstrip(".")}
    names = {"What it is": "what", "Why it matters": "why", "When it is legitimate": "legitimate", "What changes": "changes"}
    for part in rest.split("**")[1:]:
        if part.rstrip(".") in names:
            key = names[part.rstrip(".")]
            found[key] = ""
        elif found:
            last = list(found)[-1]
            found[last] = " ".join(part.split())
    return found


def _nearest(name: str, known: list[str]) -> str:
    return (get_close_matches(name, known, n=1, cutoff=0.0) or known)[0]

