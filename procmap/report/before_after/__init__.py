"""The picture for the project team: a procedure before and after its changes, side by side in lanes by role."""

from __future__ import annotations

from collections.abc import Mapping

from procmap.report.audit import Audit
from procmap.report.before_after.picture import picture

__all__ = ["before_after_png", "before_after_svg"]


def before_after_svg(audit: Audit, protected: Mapping[str, str] | None = None) -> str:
    """The picture as an SVG document, in the language of the audit.

    Args:
        audit: What is shown; where its plan accepts nothing, only the state before is drawn, and it says so.
        protected: Steps with the reason of their protection, beside those that the findings name.
    """
    return picture(audit, protected)


def before_after_png(svg: str, scale: float = 2.0) -> bytes:
    """The picture as a PNG, `scale` pixels for one of the SVG; the same bytes for the same picture and fonts."""
    import resvg_py  # noqa: PLC0415  (only a PNG needs it)

    drawn: bytes = bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale, background="#ffffff"))
    return drawn
