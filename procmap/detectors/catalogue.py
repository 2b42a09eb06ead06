"""Finds the detectors by walking the folders of the patterns, and runs them."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache

from procmap.detectors.base import Detector
from procmap.detectors.words import pattern_folders
from procmap.errors import UsageError
from procmap.findings import Candidates, NotEvaluable
from procmap.measures import Measures


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
    """Every detector, by group and name: the one that each pattern's folder defines."""
    found = []
    for folder in pattern_folders().values():
        module = importlib.import_module(f"procmap.detectors.{folder.group}.{folder.name}.detector")
        classes = [cls for _, cls in inspect.getmembers(module, inspect.isclass) if cls.__module__ == module.__name__]
        found += [cls for cls in classes if issubclass(cls, Detector)]
    return tuple(found)


def detect(measures: Measures, thresholds: Mapping[str, Mapping[str, object]] | None = None) -> Detection:
    """Run the whole catalogue.

    Args:
        measures: The measures of the log.
        thresholds: Values of detectors' fields by detector and field, as procmap.toml gives them.
    """
    candidates, lacking = [], []
    for detector in configured(thresholds or {}):
        missing = detector.missing(measures)
        if missing:
            lacking.append(NotEvaluable(detector.name, missing[0]))
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


def detector_named(name: str, threshold: str | None = None) -> type[Detector]:
    """The detector of a name; an unknown one, or an unknown threshold of it, is an error that names the nearest."""
    by_name = {cls.name: cls for cls in detectors()}
    if name not in by_name:
        raise UsageError("detectors.unknown_detector", name=name, nearest=_nearest(name, list(by_name)))
    known = [field.name for field in fields(by_name[name])]
    if threshold is not None and threshold not in known:
        raise UsageError("detectors.unknown_threshold", name=name, threshold=threshold, nearest=_nearest(threshold, known))
    return by_name[name]


def _nearest(name: str, known: list[str]) -> str:
    return (get_close_matches(name, known, n=1, cutoff=0.0) or known)[0]

