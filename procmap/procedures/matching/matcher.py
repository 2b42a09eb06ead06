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

from procmap.procedures.matching.stems import LEAST, closing_word, is_neutral, is_turning, words_of, written
from procmap.procedures.pack_table import NO_STEP
from procmap.procedures.packs import Pack, Step, general_pack
from procmap.procedures.packs.vocabulary import Kind

LEAST_SCORE = 0.75
MARGIN = 0.08
DONE = 0.1
SUGGESTED = 0.3
SUGGESTIONS = 3
TOLD = frozenset({Kind.NOTIFICATION, Kind.TRANSMISSION, Kind.REWORK})
"""Steps of which a label may name who is told or asked: another role is no other step there."""

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


@dataclass(frozen=True)
class _Named:
    """What a step is called: its words, those for who does it, for the others of the pack and for its tools."""

    step: Step
    phrase: str
    words: tuple[str, ...]
    own: frozenset[str]
    others: frozenset[str]
    tools: frozenset[str]


@dataclass(frozen=True)
class _Label:
    """A label: its words, and the last of them where it only says that something is done."""

    words: tuple[str, ...]
    closing: str | None


@cache
def _names(pack: Pack) -> tuple[_Named, ...]:
    of_role = {
        role.identity: frozenset(
            word for text in (role.name.fr, role.name.en, *role.words) for word in words_of(text) if not is_neutral(word)
        )
        for role in pack.roles
    }
    everybody = frozenset().union(*of_role.values())
    said = everybody.union(*(words_of(phrase) for step in pack.steps for phrase in step.phrases))
    tools = frozenset(word for tool in pack.tools for word in words_of(tool)) - said
    found = []
    for step in pack.steps:
        own: frozenset[str] = frozenset().union(*(of_role[role] for role in step.roles))
        found += [_Named(step, phrase, words_of(phrase), own, everybody - own, tools) for phrase in step.phrases]
    return tuple(found)


@cache
def _words(pack: Pack) -> frozenset[str]:
    """The words of all phrases of a pack."""
    return frozenset(word for named in _names(pack) for word in named.words)


@cache
def _alike(pack: Pack, word: str) -> frozenset[str]:
    """Those of them that a word of a label is taken for."""
    return frozenset(want for want in _words(pack) if _same(word, want))


@cache
def _scored(pack: Pack, label: str) -> tuple[_Scored, ...]:
    """The steps by score, best first, each by its best phrase."""
    plain = written(label)
    for step in pack.steps:
        for tool, codes in step.codes:
            if any(written(code) == plain for code in codes):
                return (_Scored(1.0, Match(label, step, pack, 1.0, Reason.CODE, tool)),)
    best: dict[str, _Scored] = {}
    said = _Label(words_of(label), closing_word(label))
    met = frozenset[str]().union(*(_alike(pack, word) for word in said.words))
    for named in _names(pack):
        if met.isdisjoint(named.words):
            continue  # no word in common: most phrases of a pack are done with here
        score = _score(said, named)
        if score > (best[named.step.identity].score if named.step.identity in best else 0.0):
            reason = Reason.SAME if set(said.words) == set(named.words) else Reason.WORDS
            best[named.step.identity] = _Scored(score, Match(label, named.step, pack, round(score, 3), reason, named.phrase))
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.match.step.identity)))


def _score(label: _Label, named: _Named) -> float:
    """How far a label and a phrase say the same, 0 to 1."""
    sought = named.words
    pairs = {word: next((want for want in sought if _same(word, want)), None) for word in label.words}
    met = {want for want in pairs.values() if want is not None}
    if not met:
        return 0.0
    left = [word for word, want in pairs.items() if want is None]
    if not met <= named.own and any(word in named.own for word in left):
        # "Visa DAJ" is a "Visa juridique": who does it is said in other words
        met |= {want for want in sought if want in named.own}
    all_neutral = all(map(is_neutral, sought))
    weight = {want: 0.2 if is_neutral(want) and not all_neutral else 1.0 for want in sought}
    if sum(weight[want] for want in met) < 1:
        return 0.0
    score = sum(weight[want] for want in met) / sum(weight.values())
    single = sum(one == 1.0 for one in weight.values()) < 2
    score -= sum(DONE if word == label.closing else _cost(word, named, single=single) for word in left)
    score -= 0.04 * sum(want not in (None, word) for word, want in pairs.items())
    return max(score, 0.0)


def _cost(word: str, named: _Named, *, single: bool) -> float:
    """What a word of the label that the phrase lacks takes from the score."""
    if is_turning(word):
        return 0.6
    if word in named.own or word in named.tools:
        return 0.02
    if word in named.others:
        return 0.1 if named.step.kind in TOLD else 0.4
    if is_neutral(word):
        return 0.05
    return 0.4 if single else 0.2


def _same(word: str, want: str) -> bool:
    """Whether the word is the one wanted, or how it begins."""
    return word == want or (len(word) >= LEAST and len(want) > len(word) and want.startswith(word))
