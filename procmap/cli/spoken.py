"""In which language to speak. Imports next to nothing: the front page asks it."""

from __future__ import annotations

import os

LANGUAGES = ("fr", "en")
"""As procmap.language has them, which takes too long to load for a front page."""


def message_language(arguments: list[str]) -> str:
    """The language of messages: --language if given, else the user's locale, else English."""
    for at, argument in enumerate(arguments):
        chosen = argument.partition("=")[2] if argument.startswith("--language=") else ""
        if argument == "--language" and at + 1 < len(arguments):
            chosen = arguments[at + 1]
        if chosen in LANGUAGES:
            return chosen
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        if value := os.environ.get(name, ""):
            return "fr" if value.lower().startswith("fr") else "en"
    import locale

    return "fr" if (locale.getlocale()[0] or "").lower().startswith(("fr", "french")) else "en"
