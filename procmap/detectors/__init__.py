"""The catalogue: one folder for each pattern, with its detector, its cases and its words in both languages."""

from procmap.detectors.base import Detector
from procmap.detectors.catalogue import Detection, detect, detectors

__all__ = ["Detection", "Detector", "detect", "detectors"]
