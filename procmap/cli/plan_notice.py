"""What is said of a plan.toml that was saved while a run worked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from procmap.cli.console import write
from procmap.language import words


def tell_newer_plan(language: str) -> Callable[[Path], None]:
    """Says on stderr that the run used the text before, and what to type next."""

    def tell(plan: Path) -> None:
        said = words(language)
        for key in ("folder.plan_newer", "folder.plan_newer.next"):
            write(said(key, path=str(plan), folder=str(plan.parent)), err=True)

    return tell
