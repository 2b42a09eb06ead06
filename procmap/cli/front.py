"""The front page of the command line. It imports next to nothing, so that `procmap --help` answers as fast as Python starts.

Its text is `language/messages/front.LANGUAGE.txt`, a file that needs no reader; a test holds it to the commands' own words.
"""

from __future__ import annotations

import os
import sys

from procmap.cli.spoken import message_language

COMMANDS = ("audit", "read", "convert", "map", "find", "redesign", "detectors", "sources", "packs")
"""In the order of the work."""


def front_page() -> str:
    """The page in the language of the run, as the console can show it."""
    folder = os.path.join(os.path.dirname(os.path.dirname(__file__)), "language", "messages")
    with open(os.path.join(folder, f"front.{message_language(sys.argv)}.txt"), encoding="utf-8") as file:
        page = file.read()
    encoding = sys.stdout.encoding or "utf-8"
    if encoding.lower() == "utf-8":
        return page
    from procmap.cli.plain import plain

    return plain(page, encoding)
