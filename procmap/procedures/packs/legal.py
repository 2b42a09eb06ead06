"""The register of legal references: what a text says, how sure that is, when it was checked and is to be checked again."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from procmap.language.words import Bilingual
from procmap.procedures.packs.table import Table, load_yaml


class Confidence(StrEnum):
    """How sure a reference is."""

    CERTAIN = "certain"
    """The article was read, or is quoted by current pages."""

    LIKELY = "likely"
    """An older wording, or a secondary source."""

    VERIFY = "verify"
    """Not read: it protects, and no report states it as a fact."""


@dataclass(frozen=True)
class Legal:
    """A reference.

    Attributes:
        identity: Its name in the register.
        basis: The articles.
        confidence: How sure.
        checked_on: The day of the check.
        review_by: The day by which to check again.
        says: The rule in one sentence.
    """

    identity: str
    basis: str
    confidence: Confidence
    checked_on: dt.date
    review_by: dt.date
    says: Bilingual

    @property
    def firm(self) -> bool:
        """Whether a report may cite it."""
        return self.confidence != Confidence.VERIFY


def read_legal(identity: str, table: Table) -> Legal:
    """One reference.

    Raises:
        ProcmapError: A key is missing, unknown or of another kind.
    """
    found = Legal(
        identity=identity,
        basis=table.text("basis"),
        confidence=table.one_of("confidence", Confidence),
        checked_on=table.day("checked_on"),
        review_by=table.day("review_by"),
        says=table.name(),
    )
    table.done()
    return found


_SOURCE = re.compile(r"(Décret \S+ art\.|Code du patrimoine|[A-Z]{3,4}) (?=[A-Z]?\d)")
"""A code, or a decree, before its articles."""


@cache
def legal_register() -> tuple[Legal, ...]:
    """The shipped references."""
    text = (files("procmap.procedures") / "legal.yml").read_text(encoding="utf-8")
    tables = Table({"legal": load_yaml(text, "legal.yml")}, "legal.yml", "").named("legal")
    return tuple(read_legal(identity, table) for identity, table in tables.items())


def confidence_of(references: tuple[Legal, ...]) -> Confidence:
    """How sure references are together: as sure as the least sure of those that may be cited, else to be verified."""
    firm = {one.confidence for one in references if one.firm}
    if not firm:
        return Confidence.VERIFY
    return Confidence.LIKELY if Confidence.LIKELY in firm else Confidence.CERTAIN


def citation(references: tuple[Legal, ...]) -> str:
    """The articles as one text; the name of a code that several share stands once."""
    found: dict[str, list[str]] = {}
    for one in references:
        match = _SOURCE.match(one.basis)
        found.setdefault(match[1] if match else "", []).append(one.basis[match.end() :] if match else one.basis)
    return " ; ".join(f"{source} {', '.join(articles)}".strip() for source, articles in found.items())
