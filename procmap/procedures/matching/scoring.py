"""How far a label and what a step is called say the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from procmap.procedures.matching.said import BODIES, Word, begin_like, known_words, said_by
from procmap.procedures.matching.stems import (
    LEAST,
    gives_back,
    is_addressee,
    is_authority,
    is_known,
    is_neutral,
    is_tool,
    is_turning,
    words_of,
)
from procmap.procedures.packs import Pack, Step
from procmap.procedures.packs.vocabulary import Kind

ADDRESSED = frozenset({Kind.NOTIFICATION, Kind.TRANSMISSION, Kind.REWORK, Kind.REQUEST, Kind.PAYMENT})
"""Steps of which a label may name who is told, asked or paid: another role is no other step there."""

TELLING = frozenset({Kind.NOTIFICATION, Kind.TRANSMISSION})
"""Steps that reach somebody."""

JUDGING = frozenset({Kind.APPROVAL, Kind.CHECK, Kind.SIGNATURE, Kind.DECISION})
"""Steps that are others where others do them, or where something else is judged."""

SIGNING = frozenset({Kind.SIGNATURE, Kind.DECISION})
"""Steps of which who does it is not enough: the same hand signs other things."""

SERVED = frozenset(words_of("assemblée conseil commission comité"))
"""Bodies that a department works for: "Visa du service des assemblées" is no visa of the assembly."""

DEPARTMENT = words_of("service")[0]

TURNS, APART, BESIDE, DONE, LITTLE, NOTHING = 0.6, 0.4, 0.2, 0.1, 0.05, 0.02
"""What a word that the name of a step lacks takes from the score: it makes another step, is another's, says something else, says
that it is done or what is spoken of, says nothing, or who or what tool does it."""

SHORT = 0.04
"""What a word takes that is written short."""


@dataclass(frozen=True)
class Named:
    """What a step is called.

    Attributes:
        step: The step.
        phrase: One of its names.
        words: The stems of the phrase.
        own: Those for who does it.
        others: Those for the others of the pack.
        about: Those of what it is done to: the case, and all that the step's other names speak of.
    """

    step: Step
    phrase: str
    words: tuple[str, ...]
    own: frozenset[str]
    others: frozenset[str]
    about: frozenset[str]


@cache
def names(pack: Pack) -> tuple[Named, ...]:
    """All that the steps of a pack are called."""
    of_role = {
        role.identity: frozenset(
            word for text in (role.name.fr, role.name.en, *role.words) for word in words_of(text) if not is_neutral(word)
        )
        for role in pack.roles
    }
    everybody = frozenset[str]().union(*of_role.values())
    case = frozenset(word for text in (pack.name.fr, pack.case.fr) for word in words_of(text))
    found = []
    for step in pack.steps:
        own = frozenset[str]().union(*(of_role[role] for role in step.roles))
        spoken = frozenset(word for phrase in step.phrases for word in words_of(phrase))
        about = frozenset(word for word in case | (spoken - everybody) if not is_turning(word) and not is_neutral(word))
        found += [Named(step, phrase, words_of(phrase), own, everybody - own - case, about) for phrase in step.phrases]
    return tuple(found)


def in_common(pack: Pack, label: str) -> frozenset[str]:
    """The words of the pack's phrases that a label may hold."""
    return frozenset[str]().union(*(_alike(pack, word) for word in said_by(pack, label)))


@cache
def _alike(pack: Pack, word: Word) -> frozenset[str]:
    runs = frozenset(stem for run in word.runs for stem in run)
    return runs | (word.meant & known_words(pack)) | {want for want in begin_like(pack, word.stem) if _same(word, want)}


def score(pack: Pack, label: str, named: Named) -> float:
    """How far a label and a phrase say the same, 0 to 1."""
    sought = named.words
    pairs = {word: _found(word, sought) for word in said_by(pack, label)}
    met = {want for found in pairs.values() for want in found}
    if not met or _is_of_the_body_itself(named, met) or _is_of_an_authority(pairs, named):
        return 0.0
    left = [word for word, found in pairs.items() if not found]
    if _tells(met - named.own) and any(word.stem in named.own for word in left):
        # "Visa DAJ" is a "Visa juridique": who does it is said in other words
        met |= {want for want in sought if want in named.own}
    all_neutral = all(map(is_neutral, sought))
    weight = {want: 0.2 if is_neutral(want) and not all_neutral else 1.0 for want in sought}
    if sum(weight[want] for want in met) < 1:
        return 0.0
    found = sum(weight[want] for want in met) / sum(weight.values())
    by_whom = named.own if named.step.kind in SIGNING else frozenset()
    single = sum(one == 1.0 and want not in by_whom for want, one in weight.items()) < 2
    found -= sum(_cost(pack, word, named, single=single) for word in left)
    if named.step.kind != Kind.REWORK and gives_back(label) and not gives_back(named.phrase):
        found -= TURNS
    found -= SHORT * sum(want not in ((), (word.stem,)) for word, want in pairs.items())
    return max(found, 0.0)


def _tells(words: set[str]) -> bool:
    """Whether words tell what is done: "Passage en comité" is no "passage en CAP", though both are before a board."""
    return any(not is_neutral(word) for word in words)


def _is_of_the_body_itself(named: Named, met: set[str]) -> bool:
    """Whether the label lets a body judge where by its name the body's department does."""
    by_department = named.step.kind in JUDGING and DEPARTMENT in named.words
    return by_department and DEPARTMENT not in met and not SERVED.isdisjoint(met)


def _is_of_an_authority(words: Collection[Word], named: Named) -> bool:
    """Whether the label lets an authority judge where nothing protects the step, and the name does not say so."""
    if named.step.kind not in JUDGING or named.step.shield.by_law:
        return False
    said = {word.stem for word in words if is_authority(word.stem)}
    department = any(word.stem == DEPARTMENT for word in words)
    return bool(said - set(named.words) - (SERVED if department else frozenset()))


def _found(word: Word, sought: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a phrase that a word of a label stands for."""
    one = next((want for want in sought if _same(word, want)), None)
    if one is not None:
        return (one,)
    return next((run for run in sorted(word.runs) if set(run) <= set(sought)), ())


def _same(word: Word, want: str) -> bool:
    """Whether the word is the one wanted, or a short form of it."""
    begins = len(word.stem) >= LEAST and len(want) > len(word.stem) and want.startswith(word.stem)
    return begins or want in word.meant


def _cost(pack: Pack, word: Word, named: Named, *, single: bool) -> float:
    """What a word of the label that the phrase lacks takes from the score; of a short form the most of what it may mean."""
    if not word.meant.isdisjoint(named.own) or word.stem in _tools(pack) or is_tool(word.stem):
        return NOTHING
    if word.is_remark and not is_turning(word.stem) and not _is_of_another(word, named):
        return LITTLE
    if word.closes:
        return DONE
    if word.does and named.step.kind != Kind.REWORK and not word.meant.isdisjoint(named.others):
        return APART  # done by another; what is to be put right is often put right by another
    judging = named.step.kind in JUDGING
    named_apart = None if judging else _cost_of_a_name(word, named)
    if named_apart is not None:
        return named_apart
    return max(_cost_of(pack, stem, named, single=single, judging=judging) for stem in word.meant)


def _is_of_another(word: Word, named: Named) -> bool:
    """Whether a remark names who else judges ("Vu direction - contrôle juridique"); what is said of a body is which one it is."""
    judged = named.step.kind in JUDGING and BODIES.isdisjoint(named.words)
    return judged and word.stem in named.others


def _cost_of_a_name(word: Word, named: Named) -> float | None:
    """What a proper name takes, or initials that the pack does not know: they say who or where; None where it is neither."""
    if word.is_proper:
        return LITTLE
    initials = word.in_capitals and word.stem not in named.others and not is_known(word.stem)
    return BESIDE if initials else None


def _cost_of(pack: Pack, word: str, named: Named, *, single: bool, judging: bool) -> float:
    if is_turning(word):
        return TURNS
    if is_addressee(word) and named.step.kind in ADDRESSED:
        elsewhere = named.step.kind == Kind.TRANSMISSION and _is_sent_elsewhere(pack, word, named.step)
        return APART if elsewhere or (single and any(map(is_addressee, named.words))) else LITTLE
    if word in named.others:
        return DONE if named.step.kind in ADDRESSED else APART
    if is_neutral(word):
        return LITTLE
    if (word in named.about and not (single and judging)) or _is_name_of(word, named):
        return DONE
    return APART if single or _is_name(pack, word, named.step) else BESIDE


@cache
def _is_sent_elsewhere(pack: Pack, word: str, step: Step) -> bool:
    """Whether another step tells or sends something to whom no name of this one does: "Envoi de l'acte aux intéressés"."""
    to_them = {named.step.identity for named in names(pack) if word in named.words and named.step.kind in TELLING}
    return bool(to_them) and step.identity not in to_them


def _is_name_of(word: str, named: Named) -> bool:
    """Whether the word alone names the step itself: "Vote assemblée plénière"."""
    return word in _single_names(named.step)


@cache
def _single_names(step: Step) -> frozenset[str]:
    """The words that alone name a step."""
    return frozenset(words[0] for phrase in step.phrases if len(words := words_of(phrase)) == 1)


def _is_name(pack: Pack, word: str, step: Step) -> bool:
    """Whether the word alone names another step."""
    return bool(_named_alone(pack).get(word, frozenset()) - {step.identity})


@cache
def _named_alone(pack: Pack) -> Mapping[str, frozenset[str]]:
    """The steps that a single word names, but for words that say nothing."""
    found: dict[str, frozenset[str]] = {}
    for named in names(pack):
        telling = [word for word in named.words if not is_neutral(word)]
        if len(telling) == 1:
            found[telling[0]] = found.get(telling[0], frozenset()) | {named.step.identity}
    return found


@cache
def _tools(pack: Pack) -> frozenset[str]:
    """The words for the tools of a pack that say nothing else in it."""
    return frozenset(word for tool in pack.tools for word in words_of(tool)) - known_words(pack)
