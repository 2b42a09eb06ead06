"""Steps that a text protects: what must not be proposed of them, on which basis, and how sure that is.

The facts stand in the packs; signs.yml says by which phrases such a step is known where no pack is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from procmap.procedures.folding import content_words
from procmap.procedures.legal_status import LegalStatus
from procmap.procedures.packs import Pack, Shield, Step, confidence_of, pack_named
from procmap.procedures.packs.legal import citation
from procmap.procedures.packs.table import load_yaml
from procmap.procedures.packs.vocabulary import May
from procmap.procedures.phrases import Phrases, padded, pattern_of, without

_KEYS = {"id", "step", "phrases", "none", "context"}
_OPTIONAL = {"none", "context"}
_STATUS = {
    Shield.LEGAL: LegalStatus.LEGAL, Shield.LEGAL_IF: LegalStatus.LEGAL, Shield.LOCAL_RULE: LegalStatus.LOCAL_RULE,
}  # fmt: skip


@dataclass(frozen=True)
class Protection:
    """What protects a step.

    Attributes:
        identity: Of the sign in signs.yml, or of the step.
        status: A local rule is what the authority's own rules impose; unknown, a text to be checked.
        basis: The articles.
        confidence: "certain", "likely" or "verify".
        checked_on: The day of the check, ISO 8601.
        why: The rule in one sentence, by language ("fr", "en").
        forbids: Changes that must not be proposed, by their `op`.
        medium: Whether its medium may be changed: on paper or not.
        amend: Of a local rule: the text to amend and who votes it, by language.
    """

    identity: str
    status: LegalStatus
    basis: str
    confidence: str
    checked_on: str
    why: tuple[tuple[str, str], ...]
    forbids: tuple[str, ...]
    medium: bool = False
    amend: tuple[tuple[str, str], ...] = ()

    def reason(self, language: str) -> str:
        """The rule in one sentence."""
        return dict(self.why)[language]

    def amended(self, language: str) -> str | None:
        """The local text to amend, and who votes it; None where there is none."""
        return dict(self.amend).get(language)


@dataclass(frozen=True)
class _Entry:
    protection: Protection
    sought: Phrases
    masked: Phrases | None
    context: Phrases | None


def protection_of(label: str, context_labels: Sequence[str]) -> Protection | None:
    """What protects the step of this label, or None: then nothing in the register does, which proves no freedom.

    Args:
        label: An activity of the log.
        context_labels: All activities of the log: some phrases protect only in a procedure that other labels reveal.
            The label itself is no context.
    """
    text = padded(content_words(label))
    around = [padded(content_words(other)) for other in context_labels if other != label]
    for entry in _register():
        if not entry.sought.search(without(text, entry.masked)):
            continue
        if entry.context is None or any(entry.context.search(other) for other in around):
            return entry.protection
    return None


@cache
def _register() -> tuple[_Entry, ...]:
    text = (files("procmap.procedures") / "signs.yml").read_text(encoding="utf-8")
    return tuple(_entry(written) for written in load_yaml(text, "signs.yml"))


def _entry(written: dict[str, Any]) -> _Entry:
    if set(written) - _KEYS or _KEYS - _OPTIONAL - set(written):
        raise ValueError(f"signs.yml: {written.get('id')}")
    sought = _pattern(written["phrases"])
    assert sought is not None
    pack, _, step = written["step"].partition(".")
    return _Entry(
        protection=_protection(written["id"], pack_named(pack), step),
        sought=sought,
        masked=_pattern(written.get("none", "")),
        context=_pattern(written.get("context", "")),
    )


def protection_by(pack: Pack, step: Step) -> Protection | None:
    """What protects a step of a pack; None where nothing does."""
    return _protection(step.identity, pack, step.identity) if step.shield in _STATUS else None


def _protection(identity: str, pack: Pack, name: str) -> Protection:
    """A step protected by references to be verified alone is of unknown status, and they are named as such."""
    step = pack.step(name)
    firm = pack.basis(step.basis)
    cited = firm or pack.held_out(step.basis)
    assert step.note is not None
    return Protection(
        identity=identity,
        status=_STATUS[step.shield] if firm or not step.basis else LegalStatus.UNKNOWN,
        basis=citation(cited),
        confidence=confidence_of(cited).value,
        checked_on=max((one.checked_on for one in cited), default=pack.law_checked_on).isoformat(),
        why=(("fr", step.note.fr), ("en", step.note.en)),
        forbids=pack.forbids(step) if step.shield.by_law else ("remove",),
        medium=May.MEDIUM in step.may,
        amend=(("fr", step.amend.fr), ("en", step.amend.en)) if step.amend else (),
    )


def _pattern(phrases: str) -> Phrases | None:
    return pattern_of(phrase.strip() for phrase in phrases.split(",") if phrase.strip())
