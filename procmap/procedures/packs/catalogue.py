"""The packs: those that procmap ships, and a user's own file, which extends one or stands alone."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from procmap.errors import ProcmapError, UsageError
from procmap.procedures.packs.inheritance import extended
from procmap.procedures.packs.legal import legal_register
from procmap.procedures.packs.pack import Pack
from procmap.procedures.packs.pack_file import read_pack
from procmap.procedures.packs.table import Table, load_yaml, read_text

NAMES = (
    "bon_de_commande", "deliberation", "convocation", "rapport_commission", "apcr", "apa", "demande_rh",
    "entretien_professionnel", "archives_versement_elimination",
)  # fmt: skip
"""The shipped packs, in the order of lists."""

GENERAL = "any"
"""The pack of what belongs to no procedure in particular; its steps are known beside those of every other."""

ENDINGS = (".yml", ".yaml")


def packs() -> tuple[Pack, ...]:
    """The shipped packs but the general one."""
    return tuple(_shipped(name) for name in NAMES)


def general_pack() -> Pack:
    """The general pack."""
    return _shipped(GENERAL)


def pack_named(name: str, beside: Path | None = None) -> Pack:
    """The pack of a name, or of a file where the name is a path.

    Args:
        name: A shipped pack, or a path that ends in .yml.
        beside: The folder that a relative path starts from; the working folder by default.

    Raises:
        UsageError: There is no such pack.
        ProcmapError: The file cannot be read or says what it may not.
    """
    if name in (*NAMES, GENERAL):
        return _shipped(name)
    if name.lower().endswith(ENDINGS):
        return pack_from((beside or Path()) / name)
    nearest = (get_close_matches(name, NAMES, n=1, cutoff=0.0) or NAMES)[0]
    raise UsageError("procedures.no_such_pack", name=name, nearest=nearest, known=", ".join(NAMES))


def pack_from(file: Path) -> Pack:
    """A user's pack.

    Raises:
        ProcmapError: The file cannot be read or says what it may not.
    """
    path = str(file)
    own = Table(load_yaml(read_text(file), path), path, "")
    base = own.written.get("extends") or (own.written.get("pack") if own.written.get("pack") in NAMES else None)
    if base is None:
        if "without" in own.written:
            raise ProcmapError("procedures.pack_extends_nothing", path=path)
        return read_pack(own.written, path, legal_register())
    own.known("extends", [str(base)], (*NAMES, GENERAL))
    merged, lowered = extended(_written(str(base)), own)
    return read_pack({**merged, "extends": base}, path, legal_register(), lowered)


@cache
def _shipped(name: str) -> Pack:
    return read_pack(_written(name), f"{name}.yml", legal_register())


def _written(name: str) -> dict[str, Any]:
    text = (files("procmap.procedures.packs") / f"{name}.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = load_yaml(text, f"{name}.yml")
    return found
