"""How a drawing of the page lies on the paper on which the page is printed: A4, on whichever side it gets larger."""

from __future__ import annotations

import re

LYING = (277.0, 158.0)
STANDING = (190.0, 238.0)
"""Millimetres that the page's styles leave to a drawing, beside its heading and its notes."""

_SIZE = re.compile(r'<svg [^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')


def stands(svg: str) -> bool:
    """Whether the drawing gets larger on a sheet that stands than on one that lies."""
    found = _SIZE.search(svg)
    if found is None:
        return False
    width, height = map(float, found.groups())
    lying, standing = (min(wide / width, high / height) for wide, high in (LYING, STANDING))
    return standing > lying
