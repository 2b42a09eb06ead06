"""Whether two labels name one thing done twice: "Contrôle budgétaire" and "Contrôle budgétaire complémentaire"."""

from __future__ import annotations

import re

from procmap.procedures.folding import content_words

_AGAIN = re.compile(
    r"second(e|es|s|ary)?|deuxiemes?|2e|2eme|2nd|2d|troisieme|3e|third|nouvel(le)?s?|nouveau|complementaires?|"
    r"contre|double|additional|additionnel(le)?s?|supplementaires?|supplementary|again|repeat(ed)?|re|niveau|level|bis|"
    r"ter|further|new|autre|other|[1-9]"
)
_PREFIX = re.compile(r"^(re)(?=(check|examin|verif|control|evaluat|validat|assess|lectur|analys|calcul))")


def without_repetition(label: str) -> str:
    """The label's words without those of repetition: two labels that share the rest may be one check made twice.

    "Second budget check" gives "budget check"; "Re-vérification des pièces" gives "verification pieces". A label that
    is nothing but such words stays as it is. The order of words counts.
    """
    words = content_words(label)
    left = [_PREFIX.sub("", word) for word in words if not _AGAIN.fullmatch(word)]
    return " ".join(left or words)
