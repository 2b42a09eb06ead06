"""The views of the section on time and services, as the page places them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procmap.language import words
from procmap.report.audit import Audit
from procmap.report.inline_svg import inline_svg
from procmap.report.svg import Markup
from procmap.report.views.dumbbells import dumbbells_svg, dumbbells_told
from procmap.report.views.matrix import matrix_svg, matrix_told
from procmap.report.views.sessions_view import sessions_svg, sessions_told
from procmap.report.views.spread_view import spread_svg, spread_told
from procmap.report.views.variant_lines import variants_svg, variants_told


@dataclass(frozen=True)
class View:
    """One view.

    Attributes:
        name: Its id in the page.
        title: What it is called.
        picture: The drawing; None where the log cannot tell.
        told: The same in sentences, or why there is none.
    """

    name: str
    title: str
    picture: Markup | None
    told: Sequence[str]


def views(audit: Audit) -> list[View]:
    """The views of time, then those of services; where the log names none, the first of these says so for both."""
    found = [
        _view(audit, "spread", spread_svg(audit), spread_told(audit)),
        *([_view(audit, "sessions", sessions_svg(audit), sessions_told(audit))] if audit.sessions else []),
        _view(audit, "services", dumbbells_svg(audit), dumbbells_told(audit)),
    ]
    return [*found, _view(audit, "matrix", matrix_svg(audit), matrix_told(audit))] if audit.before.services else found


def variants_view(audit: Audit) -> View:
    """The most frequent sequences, which stand above their table."""
    return _view(audit, "variants", variants_svg(audit), variants_told(audit))


def _view(audit: Audit, name: str, svg: str | None, told: Sequence[str]) -> View:
    title = words(audit.language)(f"report.view.{name}")
    return View(name, title, Markup(inline_svg(svg, f"view-{name}")) if svg else None, told)
