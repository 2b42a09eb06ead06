"""What a step is, by its label: the classes that detectors and outcomes rest on.

A class never suffices for a finding: the same label stands for a sound step as for an idle one. It only says which
question to ask of the figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from procmap.errors import ProcmapError
from procmap.procedures.folding import content_words
from procmap.procedures.lexicon_file import CLASSES, MAIN, OTHERS, lexicon
from procmap.procedures.phrases import padded, pattern_of, without
from procmap.procedures.step_class import Classes, StepClass

IMPLIED: Mapping[StepClass, StepClass] = MappingProxyType(
    {
        StepClass.MEDIA_PRINT: StepClass.MEDIA_BREAK,
        StepClass.MEDIA_SIGN_PAPER: StepClass.MEDIA_BREAK,
        StepClass.MEDIA_SCAN: StepClass.MEDIA_BREAK,
        StepClass.MEDIA_POST: StepClass.MEDIA_BREAK,
        StepClass.RE_ENTRY: StepClass.ENTRY,
    },
)
"""What is of the first class is of the second too."""

FOREIGN = re.compile("[áíóúñãõìòäöß]", re.IGNORECASE)
"""Letters of the other languages that neither French nor English writes."""

NO_EXTRA: Mapping[str, Sequence[str]] = MappingProxyType({})


def classify(label: str, extra: Mapping[str, Sequence[str]] = NO_EXTRA) -> Classes:
    """The classes of an activity label, of CLASSES; empty where the lexicon knows none.

    French and English are read, and the other languages where these two find nothing; of a label with letters that neither of
    the two writes it is the other way round: "Revisión" is a check, and no revision. media_print, media_sign_paper,
    media_scan and media_post imply media_break; re_entry implies entry.

    Args:
        label: The label as the log spells it.
        extra: Further phrases by class, in the syntax of `phrases`; they add classes, they take none away.

    Raises:
        ProcmapError: `extra` names an unknown class, or a phrase that cannot be read.
    """
    found = _classes(label)
    if extra:
        found |= _declared(label, tuple((name, tuple(phrases)) for name, phrases in extra.items()))
    return found


@cache
def _classes(label: str) -> Classes:
    text = padded(content_words(label))
    first, then = (OTHERS, MAIN) if FOREIGN.search(unicodedata.normalize("NFC", label)) else (MAIN, OTHERS)
    return with_implied(_of(text, first) or _of(text, then))


def _of(text: str, languages: tuple[str, ...]) -> Classes:
    known = [lexicon(language).classes for language in languages]
    hiding = [lexicon(language).classes for language in dict.fromkeys((*MAIN, *languages))]
    found: set[StepClass] = set()
    for name in CLASSES:
        # What hides a word does so in every language: the "decision" of "Envoi de la decision" is English too.
        left = text
        for classes in hiding:
            left = without(left, classes[name][0]) if name in classes else left
        patterns = [classes[name][1] for classes in known if name in classes]
        if any(pattern.search(left) for pattern in patterns if pattern):
            found.add(name)
    return frozenset(found)


def _declared(label: str, extra: tuple[tuple[str, tuple[str, ...]], ...]) -> Classes:
    text = padded(content_words(label))
    found: set[StepClass] = set()
    for name, phrases in extra:
        if name not in CLASSES:
            raise ProcmapError("procedures.no_such_class", name=name, known=", ".join(CLASSES))
        try:
            sought = pattern_of(phrases)
        except ValueError as error:
            raise ProcmapError("procedures.bad_phrase", name=name, phrase=str(error)) from error
        if sought and sought.search(text):
            found.add(StepClass(name))
    return with_implied(frozenset(found))


def with_implied(found: Classes) -> Classes:
    """The classes and those that they imply."""
    return found | {IMPLIED[name] for name in found if name in IMPLIED}
