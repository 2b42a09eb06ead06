"""The plan.toml that stands in the folder at the very moment of writing: a newer text than the one read at the start wins."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from procmap.errors import ProcmapError
from procmap.report.audit import Audit
from procmap.report.fingerprints import Contents, with_fingerprints
from procmap.report.plan_toml import PLAN, PREVIOUS, plan_toml, read_plan
from procmap.report.run_toml import RUN


def newer_plan(old: Path, text: str | None) -> bytes | None:
    """The plan of a folder where it is not the text read at the start; None where it is, or where there is none."""
    file = old / PLAN
    data = file.read_bytes() if file.is_file() else None
    return None if data is None or (text is not None and data == text.encode("utf-8")) else data


def with_newer_plan(contents: Contents, data: bytes, audit: Audit, *, carry: bool) -> Contents:
    """The files that a newer plan makes other.

    Args:
        contents: All files as they were to be written.
        data: The newer plan.
        audit: What its decisions are carried over to.
        carry: Write plan.toml anew with the decisions of the newer one, kept beside; where those cannot be read, and without
            `carry`, plan.toml is the newer one itself.
    """
    changed: dict[str, str | bytes] = {PLAN: data}
    if carry:
        changed |= {PREVIOUS: data} if PREVIOUS in contents else {}
        with suppress(ProcmapError, UnicodeDecodeError):  # the next redesign says what is wrong with it, and where
            changed[PLAN] = plan_toml(audit, read_plan(data.decode("utf-8-sig"), PLAN))
    return changed | {RUN: with_fingerprints({**contents, **changed})[RUN]}
