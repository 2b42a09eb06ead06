"""Writing SVG that resvg, browsers and print programs draw alike, from text that nobody vouches for.

Only what all of them know is used: no paint-order, text-decoration, CSS variable or outside resource. A halo is a
second text underneath, a strike is a line.
"""

from __future__ import annotations

from html import escape as _escape

from procmap.language.shown import visible_lines

FONTS = "Marianne, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
"""Named from the narrowest to the widest; sizes are reckoned for the last, so that none overflows."""


class Markup(str):
    """Text that is markup already; anything else is escaped."""

    __slots__ = ()


def coordinate(value: float) -> str:
    """A number with at most two decimals: 12, 3.5."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def tag(name: str, /, *children: str, **attributes: str | float | None) -> Markup:
    """One element.

    Args:
        name: Its name.
        children: Text, which is escaped, and Markup, which is not.
        attributes: `font_size` is written font-size, `class_` class, `data_id` data-id; None leaves one out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(child if isinstance(child, Markup) else _escape(visible_lines(child), quote=False) for child in children)
    return Markup(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")


def drawing(width: float, height: float, title: str, description: str, language: str, *children: str) -> str:
    """A whole SVG document with its text alternative.

    Args:
        width: In pixels, as the height.
        height: See width.
        title: What a screen reader announces.
        description: The drawing told in words.
        language: "fr" or "en".
        children: The elements, drawn in order.
    """
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + tag(
            "svg",
            tag("title", title, id="picture-title"),
            tag("desc", description, id="picture-description"),
            *children,
            xmlns="http://www.w3.org/2000/svg",
            width=width,
            height=height,
            viewBox=f"0 0 {coordinate(width)} {coordinate(height)}",
            lang=language,
            role="img",
            aria_labelledby="picture-title picture-description",
            font_family=FONTS,
        )
        + "\n"
    )


def path(points: list[tuple[float, float]], *, closed: bool = False) -> str:
    """The `d` of a path of straight lines."""
    return "M" + " L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points) + (" Z" if closed else "")


def _value(value: str | float) -> str:
    return _escape(visible_lines(value), quote=True) if isinstance(value, str) else coordinate(value)
