"""What the heading of a column beside dated steps says: of which step it tells, and whether who, which service or how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from procmap.reading.derived import JOINT
from procmap.reading.names import ARTICLES, PARTS, rank, words_of
from procmap.reading.outcomes import decisive_values, may_be_outcome
from procmap.reading.outsiders import names_outsider
from procmap.reading.profile import Profile
from procmap.reading.tidying import COPY

AGENTS = frozenset((*PARTS["resource"], *"""
par by door durch por signataire signatory signer valideur validateur approbateur approver verificateur verifier reviewer
redacteur auteur author acteur actor officer initiales trigramme controleur superieur manager decideur""".split()))  # noqa: SIM905 - words read best unquoted
GROUPS = frozenset((*PARTS["role"], *"bureau pole cellule unite unit entite office division dept department".split()))  # noqa: SIM905 - words read best unquoted
OUTCOMES = frozenset("""
decision avis resultat result outcome verdict sens issue conclusion opinion reponse response ruling""".split())  # noqa: SIM905 - words read best unquoted
"""Words of who acted, of a service, of how a step ended."""

NAMES = frozenset("nom name qui who".split())  # noqa: SIM905 - words read best unquoted
"""Words of who acted beside those of a step: alone they may be anyone's."""

SAYING_NO_STEP = frozenset("""
agent service par by door durch por op am el nom prenom name
utilisateur user dossier case date heure time le on at en statut etat status state
code libelle type sens resultat result outcome issue""".split()) | ARTICLES | (GROUPS - {"direction"})  # noqa: SIM905 - words read best unquoted
"""Words by which no column is tied to a step, since they stand in any heading."""

MOST_OUTCOMES = 20
"""Different values of a column of outcomes."""

DECISIVE = 0.5
"""Share of the values that must be favourable or unfavourable under a heading that does not say so."""

STEM = 4
"""Letters at least that two words of one stem have in common: "signé" and "signature"."""

MOST_CUT = 6
"""Letters at most that follow the stem in the longer word."""


def heading(name: str) -> str:
    """The heading as the source writes it: without the number of a repeated one, the first part of joined ones."""
    first = name.split(JOINT, maxsplit=1)[0]
    return found["name"] if (found := COPY.fullmatch(first)) else first


@lru_cache(1 << 12)
def telling_words(name: str) -> frozenset[str]:
    """The words of a heading that may tie it to a step: "N+1" is two."""
    return frozenset(words_of(heading(name))) - SAYING_NO_STEP


def is_within(telling: frozenset[str], of_step: frozenset[str]) -> bool:
    """Whether the telling words name a step: all stand in its heading, or all of its words and others for who or how it ended.

    Args:
        telling: Of a column's heading.
        of_step: Of the step's.
    """
    more = {word for word in telling if not any(_are_alike(word, other) for other in of_step)}
    return not more or (0 < len(of_step) == len(telling - more) and more <= AGENTS | OUTCOMES)


def leads(name: str, step: str) -> bool:
    """Whether a heading begins with the words that a step's begins with, and then says only who or how it ended: "Manager
    decision" beside "Manager approval date".
    """  # noqa: D205 - one sentence, longer than a line
    own, of_step = ([word for word in words_of(heading(each)) if word not in SAYING_NO_STEP] for each in (name, step))
    same = next((k for k, (a, b) in enumerate(zip(own, of_step, strict=False)) if a != b), min(len(own), len(of_step)))
    return 0 < same < len(own) and set(own[same:]) <= AGENTS | OUTCOMES and not set(own[:same]) <= OUTCOMES


def _are_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    same = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same >= STEM and max(len(one), len(other)) - same <= MOST_CUT and one[:same].isalpha()


def kind_of(it: Profile, step: str | None, people: frozenset[str]) -> str | None:
    """What a column tells of a step: "resource", "role" or "outcome"; None where its heading does not say.

    Args:
        it: The column.
        step: The step that its heading names, if it does: what the two share says of which step, and no more.
        people: Columns that hold people.
    """
    name = heading(it.name)
    words = words_of(name)
    if names_outsider(name) or it.fractions >= 0.5:
        return None
    own = set(words_of(heading(step))) if step else set()
    is_people = it.name in people
    if not is_people and set(words) & OUTCOMES - own and _is_outcome(it, ()):
        return "outcome"  # "Manager decision": who decides is said besides
    said = [word for word in words if word not in own and word in AGENTS | GROUPS | (NAMES if step else set())]
    if said or (is_people and own >= set(words)):  # a lane would be named after people: they are never a service
        return "role" if said and said[0] in GROUPS and not is_people else "resource"
    if step is None and (kind := next((kind for kind in ("resource", "role") if rank(kind, name) is not None), None)):
        return "resource" if is_people else kind
    return "outcome" if not is_people and _is_outcome(it, words) else None


def _is_outcome(it: Profile, words: Sequence[str]) -> bool:
    if not may_be_outcome(it) or it.distinct > MOST_OUTCOMES:
        return False
    decisive = decisive_values(it)
    is_said = bool(set(words) & OUTCOMES)
    return bool(decisive) and (is_said or len(decisive) >= DECISIVE * len(it.values))
