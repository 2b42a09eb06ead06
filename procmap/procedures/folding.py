"""The form in which labels are compared: lower case, no accents, no codes, words apart."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

STOP_WORDS = frozenset(
    {
        "de", "du", "des", "d", "la", "le", "les", "l", "un", "une", "ce", "cette", "qu", "s", "et",
        "the", "of", "an", "and",
        "y", "het", "een", "van", "der", "die", "das", "del", "el", "los",
    }
)
"""Words that say nothing of the step; they are left out before phrases are compared."""

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l"})
_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2})")
_INITIALS = re.compile(r"\b([A-Z])([a-z])([A-Z])\b")
_RANK = re.compile(r"\b(n)\s*[+-]\s*(\d)\b")
_E_MAIL = re.compile(r"\be[\s-]+(mail|mails|signature|parapheur)\b")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_CODE = re.compile(r"^(?:(?!n\d\b|v\d\b)[a-z]{0,3}\d+[a-z]?(?<!\de)(?: |$))+")


@cache
def fold(label: str) -> str:
    """The label as compared: "T02_Vérif. du dossier" gives "verif du dossier".

    Accents and case go, punctuation and underscores become spaces, camelCase is split, "N+1" becomes "n1", and codes
    that lead the label ("T02", "1)", "A10_") go unless nothing would remain. Ordinals ("2e") stay.
    """
    whole = _INITIALS.sub(lambda found: found[0].upper(), unicodedata.normalize("NFC", label).replace("_", " "))  # "CdS"
    plain = _CAMEL.sub(" ", whole)
    text = unicodedata.normalize("NFKD", plain.translate(_LIGATURES))  # after the humps: "ŒUVRE" has none
    text = "".join(letter for letter in text if not unicodedata.combining(letter)).lower()
    text = _E_MAIL.sub(r"e\1", _RANK.sub(r"\1\2", text))
    text = _NOT_A_WORD.sub(" ", text).strip()
    return _CODE.sub("", text + " ").strip() or text


@cache
def content_words(label: str) -> tuple[str, ...]:
    """The words of the folded label without stop words; "à", "au", "aux" and "a" are all "au"."""
    return tuple("au" if word in {"a", "aux"} else word for word in fold(label).split() if word not in STOP_WORDS)
