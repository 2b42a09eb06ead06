"""The procedure at a glance, without the measures that only detectors ask for."""

from __future__ import annotations

from procmap.log import EventLog
from procmap.measures.figures import ProcessFigures
from procmap.measures.process import process_figures
from procmap.measures.structure.structure import find_structure
from procmap.procedures import Vocabulary
from procmap.procedures.steps_table import Steps


def glance(log: EventLog, vocabulary: Vocabulary, steps: Steps = ()) -> ProcessFigures:
    """The figures that a map is drawn from.

    Args:
        log: The log.
        vocabulary: What the words of labels mean.
        steps: What the analyst says of single steps.
    """
    structure = find_structure(log, steps)
    classes = tuple(vocabulary.classes_of(label) for label in log.activities)
    return process_figures(log, classes, structure.rows, cycle=False)
