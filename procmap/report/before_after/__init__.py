"""The picture for the project team: a procedure before and after its changes, side by side in lanes by role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from procmap.report.audit import Audit
from procmap.report.before_after.gains_picture import gains_picture
from procmap.report.before_after.paper import A4, LEGIBLE
from procmap.report.before_after.phase_sheets import phase_sheets
from procmap.report.before_after.picture import picture
from procmap.report.before_after.time_picture import time_picture

__all__ = ["Pictures", "before_after", "before_after_png", "before_after_svg", "gains_picture", "time_picture"]


@dataclass(frozen=True)
class Pictures:
    """The SVG documents: the whole procedure, and each of its phases for A4; none where the whole is read on A4."""

    whole: str
    phases: tuple[str, ...]


def before_after(audit: Audit) -> Pictures:
    """The picture and its sheets, in the language of the audit."""
    chosen, whole = picture(audit, dict(audit.protected))
    return Pictures(whole.svg, () if A4.points(whole.width, whole.height) >= LEGIBLE else phase_sheets(chosen))


def before_after_svg(audit: Audit, protected: Mapping[str, str] | None = None) -> str:
    """The picture as an SVG document, in the language of the audit.

    Args:
        audit: What is shown; where its plan accepts nothing, only the state before is drawn, and it says so.
        protected: Steps with the reason of their protection, beside those that the findings name.
    """
    return picture(audit, {**dict(audit.protected), **(protected or {})})[1].svg


def before_after_png(svg: str, scale: float = 2.0) -> bytes:
    """The picture as a PNG, `scale` pixels for one of the SVG.

    It is drawn with the DejaVu Sans that comes with matplotlib (which the mining library needs), so that every machine
    gives the same bytes, even one without fonts; only where that is missing are the machine's fonts taken.
    """
    import resvg_py

    fonts = _fonts()
    drawn: bytes = bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=scale,
            background="#ffffff",
            skip_system_fonts=bool(fonts),
            font_files=fonts or None,
            font_family="DejaVu Sans",
            sans_serif_family="DejaVu Sans",
        )
    )
    return drawn


def _fonts() -> list[str]:
    """The regular and the bold font file, or none."""
    package = find_spec("matplotlib")
    if package is None or package.origin is None:
        return []
    folder = Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"
    found = [folder / name for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]
    return [str(file) for file in found] if all(file.is_file() for file in found) else []
