"""Putting a drawing into a page: no XML declaration, and ids that cannot meet those of another drawing."""

from __future__ import annotations

import re


def inline_svg(svg: str, prefix: str) -> str:
    """The drawing from its <svg> tag on, with every id and every reference to one prefixed.

    Only the inside of tags is touched, so a label that reads like an attribute stays as it is.
    """
    body = svg[max(svg.find("<svg"), 0):].strip()
    return re.sub(r"<[^>]+>", lambda found: _prefixed(found.group(), prefix), body)


def _prefixed(markup: str, prefix: str) -> str:
    markup = re.sub(r'(\sid="|\s(?:xlink:)?href="#)', rf"\g<1>{prefix}-", markup)
    markup = re.sub(r"url\(#([^)]*)\)", rf"url(#{prefix}-\1)", markup)
    return re.sub(
        r'(\saria-(?:labelledby|describedby))="([^"]*)"',
        lambda found: f'{found.group(1)}="{" ".join(f"{prefix}-{part}" for part in found.group(2).split())}"', markup,
    )
