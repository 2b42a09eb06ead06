"""The catalogue: one module, one case file and one file of French words for each pattern."""

from procmap.detectors.base import Detector
from procmap.detectors.catalogue import Detection, detect, detectors, explain

__all__ = ["Detection", "Detector", "detect", "detectors", "explain"]
