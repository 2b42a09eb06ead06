"""Procedure packs: what a procedure is made of, what protects its steps, which terms run."""

from procmap.procedures.packs.catalogue import general_pack, pack_from, pack_named, packs
from procmap.procedures.packs.legal import Confidence, Legal, confidence_of, legal_register
from procmap.procedures.packs.pack import Pack
from procmap.procedures.packs.types import Step
from procmap.procedures.packs.vocabulary import Shield

__all__ = [
    "Confidence",
    "Legal",
    "Pack",
    "Shield",
    "Step",
    "confidence_of",
    "general_pack",
    "legal_register",
    "pack_from",
    "pack_named",
    "packs",
]
