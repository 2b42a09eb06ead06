"""Generated procedures with their pictures, each drawn once for all tests of a run."""

from __future__ import annotations

import os
from functools import cache

from procmap.report.audit import Audit
from procmap.report.before_after import Pictures, before_after

from .picture_cases import random_audit

CHOSEN = (1, 2, 4, 5, 8, 11, 22, 26, 101, 169)
"""Seeds of procedures that between them have all that can go wrong: loops, bands one after another, bypasses of bands, many lanes
and one, no plan, lanes left out or given up, single steps folded, states one below the other, words that must be broken."""

TRIED = (*range(int(os.environ["PROCMAP_PICTURES"])),) if "PROCMAP_PICTURES" in os.environ else CHOSEN
"""PROCMAP_PICTURES=200 tries so many procedures instead of those chosen."""


@cache
def generated(seed: int) -> Audit:
    """A procedure, in French for odd seeds, and without a plan for every fifth one."""
    return random_audit(seed, language="fr" if seed % 2 else "en", accepted=seed % 5 != 0)


@cache
def drawn(seed: int) -> Pictures:
    """Its picture, and its sheets."""
    return before_after(generated(seed))
