"""Whether a label says that somebody puts his name to something."""

from __future__ import annotations

import re

from procmap.procedures.folding import fold

_SIGNS = re.compile(
    r"\b(?:sign(?:s|ed|ing|e|ee|er|es|ature|atures)?|unterschr\w+|unterzeichn\w*|ondertek\w*|getekend|firma[rd]?\w*|firmato|"
    r"assinatura|assinado|assinar)\b"
)


def is_signature(label: str) -> bool:
    """Whether the step is a signature: "Signature of the director", "Bescheid unterschreiben"."""
    return _SIGNS.search(fold(label)) is not None
