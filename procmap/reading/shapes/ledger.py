"""Ledgers: each row is a line of an account, with what is debited and what is credited."""

from __future__ import annotations

from collections.abc import Iterable

from procmap.reading.names import words_of

SIDES = tuple(map(frozenset, (
    ("debit", "credit"), ("debits", "credits"), ("soll", "haben"), ("debet", "credit"), ("debe", "haber"), ("dare", "avere"),
    ("debito", "credito"))))  # fmt: skip
"""The two sides of an account."""


def is_ledger(names: Iterable[str]) -> bool:
    """Whether two headings say both sides of an account: "Débit", "Montant crédit"."""
    said = {word for name in names for word in words_of(name)}
    return any(pair <= said for pair in SIDES)
