"""What the pages share: their templates and styles."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """Templates of this room; every value is escaped, a missing one is an error."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(page_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )


def page_text(name: str) -> str:
    """A template, a style or a script."""
    return (files("procmap.report") / "templates" / name).read_text(encoding="utf-8")


def load_templates() -> None:
    """Compile all templates; it takes a third of a second, so a caller may do it in a thread while the engine works."""
    for found in (files("procmap.report") / "templates").iterdir():
        if found.name.endswith(".j2"):
            environment().get_template(found.name)
