"""Which step of a pack a label means; none rather than a wrong one.

A label is compared, word by word, with all that a step is called. Words of the phrase that the label lacks and words of the label
that the phrase lacks lower the score; a word that makes another step of it ("attente", "refus", "projet") forbids the match. Two
steps that score alike leave the label unmatched, with both as suggestions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache

from procmap.procedures.matching.scoring import in_common, names, score
from procmap.procedures.matching.stems import words_of, written
from procmap.procedures.pack_table import NO_STEP
from procmap.procedures.packs import Pack, Step, general_pack

LEAST_SCORE = 0.75
MARGIN = 0.08
SUGGESTED = 0.3
SUGGESTIONS = 3


class Reason(StrEnum):
    """Why a label is taken for a step."""

    SETTLED = auto()
    CODE = auto()
    SAME = auto()
    WORDS = auto()


@dataclass(frozen=True)
class Match:
    """A label taken for a step.

    Attributes:
        label: As the log spells it.
        step: Which.
        pack: The pack that the step is of: the pack asked, or the general one.
        score: 0 to 1.
        reason: Why.
        phrase: What the step is called that the label was compared with, or the tool whose code it is.
    """

    label: str
    step: Step
    pack: Pack
    score: float
    reason: Reason
    phrase: str


@dataclass(frozen=True)
class Unmatched:
    """A label taken for no step, with up to three that it resembles; `settled` where the analyst says that it is none."""

    label: str
    suggestions: tuple[Step, ...]
    settled: bool = False


@dataclass(frozen=True)
class Matching:
    """The labels of a log against a pack."""

    pack: Pack
    matches: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]

    def step_of(self, label: str) -> Step | None:
        """The step of a label, None where it is unmatched."""
        return next((match.step for match in self.matches if match.label == label), None)


@dataclass(frozen=True)
class _Scored:
    score: float
    match: Match


def match_labels(pack: Pack, labels: Iterable[str], settled: Mapping[str, str] | None = None) -> Matching:
    """Each label with its step, or with what it resembles.

    Args:
        pack: The procedure; steps of the general pack are known beside its own.
        labels: Activities of a log.
        settled: Label -> step, or "-" for none, as procmap.toml says.
    """
    matches: list[Match] = []
    unmatched: list[Unmatched] = []
    for label in dict.fromkeys(labels):
        said = (settled or {}).get(label)
        if said == NO_STEP:
            unmatched.append(Unmatched(label, (), settled=True))
        elif said is not None:
            matches.append(Match(label, pack.step(said), pack, 1.0, Reason.SETTLED, label))
        else:
            found = match_label(pack, label)
            (matches if isinstance(found, Match) else unmatched).append(found)  # type: ignore[arg-type]
    return Matching(pack, tuple(matches), tuple(unmatched))


def match_label(pack: Pack, label: str) -> Match | Unmatched:
    """The step of one label: of the pack, else of the general one."""
    own = _best(pack, label)
    if isinstance(own, Match) or pack.identity == general_pack().identity:
        return own
    general = _best(general_pack(), label)
    # what the pack finds alike in two of its steps is not settled by a third
    rival = max((one.score for one in _scored(pack, label)), default=0.0)
    return general if isinstance(general, Match) and rival < LEAST_SCORE else own


def _best(pack: Pack, label: str) -> Match | Unmatched:
    scored = _scored(pack, label)
    if scored and scored[0].score >= LEAST_SCORE and _stands_out(scored):
        return scored[0].match
    near = [one.match.step for one in scored if one.score >= SUGGESTED]
    return Unmatched(label, tuple(near[:SUGGESTIONS]))


def _stands_out(scored: tuple[_Scored, ...]) -> bool:
    """Whether the first scores clearly more than the second, or alone is called exactly so."""
    if len(scored) == 1:
        return True
    first, second = scored[:2]
    same = [one.match.reason == Reason.SAME for one in (first, second)]
    return first.score - second.score >= MARGIN or same == [True, False]


@cache
def _holding(pack: Pack) -> Mapping[str, tuple[int, ...]]:
    """For each word the places of the names that hold it: most of a pack have no word in common with a label."""
    found: dict[str, list[int]] = {}
    for place, named in enumerate(names(pack)):
        for word in set(named.words):
            found.setdefault(word, []).append(place)
    return {word: tuple(places) for word, places in found.items()}


@cache
def _scored(pack: Pack, label: str) -> tuple[_Scored, ...]:
    """The steps by score, best first, each by its best phrase."""
    plain = written(label)
    for step in pack.steps:
        for tool, codes in step.codes:
            if any(written(code) == plain for code in codes):
                return (_Scored(1.0, Match(label, step, pack, 1.0, Reason.CODE, tool)),)
    best: dict[str, _Scored] = {}
    words, met = set(words_of(label)), in_common(pack, label)
    with_one = _holding(pack)
    for place in sorted({place for word in met for place in with_one.get(word, ())}):
        named = names(pack)[place]
        found = score(pack, label, named)
        if found > (best[named.step.identity].score if named.step.identity in best else 0.0):
            reason = Reason.SAME if words == set(named.words) else Reason.WORDS
            match = Match(label, named.step, pack, round(found, 3), reason, named.phrase)
            best[named.step.identity] = _Scored(found, match)
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.match.step.identity)))
