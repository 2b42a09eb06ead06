"""Whether a value, or a column of values, holds people's names: told by what the values are, whatever the column is called.

Names of services and roles are made of a few hundred words (service, direction, bureau ...); names of people hardly ever are.
A first name, a title (Mme, Dr), an initial, an e-mail address or a telephone number tells a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum

from procmap.log.people.words import CIVILITIES, PARTICLES, WORD, common_names, first_names, fold, headings, office_words, surnames

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
COUNTRY = r"(?:\+|00)\d{2,3}[ .-]?(?:\(0\))?"
PAIRS = r"(?:[ .-]?\d{2}){4}(?!\w)"
PHONE = re.compile(rf"(?<![\w+])(?:{COUNTRY}|0)[1-9]{PAIRS}")
SPOKEN_PHONE = re.compile(rf"(?<![\w+])(?:{COUNTRY}[1-9]{PAIRS}|0[67]\d{{8}}(?!\w)|0[1-9](?:[ .-]\d{{2}}){{4}}(?!\w))")
"""A telephone number as nobody writes a case number: with its country, its blanks, or that of a mobile."""

WHERE = "people|persons?|users?|personn\\w+|utilisateurs|accounts?|comptes|staff|agents|benutzer|gebruikers|usuarios|utenti"
ENTRY = re.compile(
    rf"[a-z][\w-]*\\[a-z][a-z._-]+$|(?:uid|cn|samaccountname)=[^,=]+(?:,\w+=[^,=]+)*,ou=(?:{WHERE})\b", re.IGNORECASE
)
"""Somebody as a directory names them: "uid=jdupont,ou=people,dc=ville", "VILLE\\jdupont"."""

SEGMENTS = re.compile(r"\s[-–—]\s|[()\[\]/;:|]")
"""What stands between a name and what else a cell says: "DUPONT Jean (Finances)"."""

THING = re.compile(r"([^\W\d_]+)[ .-]?(?:n[o°º][ .]?)?\d+[a-z]?", re.IGNORECASE)
"""A thing with its number, as machines and lines have: "Machine 4"."""

SEATS = frozenset({"poste", "extension", "salle", "room", "box", "cabinet", "etage", "floor", "place", "seat"})
"""What has a number and somebody who sits there, besides words of offices."""

LONGEST = 80
"""Characters beyond which a text is no name."""

SAYS_NAME = frozenset({"nom", "noms", "prenom", "prenoms", "patronyme", "surname", "lastname", "firstname", "name"})

MOST, FEW = 0.8, 5


class Likeness(IntEnum):
    """How much a value looks like a person: not at all, one word that may be a name, the shape of a name, a name."""

    NONE = 0
    WORD = 1
    SHAPE = 2
    NAME = 3


def likeness(value: str) -> Likeness:
    """How much a value, or the likeliest part of it, looks like a person."""
    return max((_of_part(part) for part in _parts(value)), default=Likeness.NONE)


def parts_with_names(value: str, least: Likeness, *, among_people: bool = False) -> list[str]:
    """The parts of a value that look like a person at least so much.

    Args:
        value: Of a column of people.
        least: How much.
        among_people: Nearly all values of the column are names: there "Marie Parent" is one too, although a parent is a role.
    """
    return [part for part in _parts(value) if _of_part(part) >= least or (among_people and _has_first_name(part))]


def holds_people(values: Sequence[str], heading: str = "", *, names_a_role: bool = False) -> bool:
    """Whether a column holds people, by its different values.

    Args:
        values: Different values of the column, empty ones apart.
        heading: The column's name: it counts where the values leave it open.
        names_a_role: The column would be taken for services or roles: then the mere shape of names is enough, since a name
            that is shown can't be taken back.
    """
    found = [likeness(value) for value in values[:1000]]
    if len(found) < 2 and Likeness.NAME not in found:
        return False
    total = len(found)
    named, shaped, words = (sum(each >= kind for each in found) for kind in (Likeness.NAME, Likeness.SHAPE, Likeness.WORD))
    entitled = bool(headings() & {fold(word) for word in WORD.findall(heading)})
    if named >= 0.5 * total:
        return True
    if shaped >= MOST * total and (entitled or named >= 0.1 * total or (names_a_role and total >= FEW)):
        return True
    if words < MOST * total:
        return False
    return named >= 0.3 * total or (total >= FEW and (_says_name(heading) or (entitled and named >= 0.1 * total)))


def _says_name(heading: str) -> bool:
    """Whether a heading says "name" of a person, and of nothing else: "Nom", "utilisateur_nom", "Last name"."""
    said = {fold(word) for word in WORD.findall(heading)} - PARTICLES
    return bool(said & SAYS_NAME) and said <= SAYS_NAME | headings() | {"usage", "naissance", "famille", "first", "last"}


def _parts(value: str) -> list[str]:
    if len(value) > LONGEST:
        return []
    if EMAIL.search(value) or PHONE.fullmatch(value.strip()) or ENTRY.match(value):
        return [value.strip()]
    parts = [part for piece in SEGMENTS.split(value) if (part := piece.strip(" ,.-"))]
    return [part for part in parts if _of_part(part) is Likeness.NAME] if parts and _is_thing(parts[0]) else parts


def _is_thing(part: str) -> bool:
    """Whether a value begins with a thing and its number: what follows says what it does, unless it is a known name.

    A desk, a room or an account with a number may be followed by who sits there.
    """
    found = THING.fullmatch(part)
    return found is not None and fold(found[1]) not in office_words() | headings() | CIVILITIES | SEATS


def _of_part(part: str) -> Likeness:
    if EMAIL.search(part) or PHONE.fullmatch(part) or ENTRY.match(part):
        return Likeness.NAME
    if any(letter.isdigit() for letter in part):
        return Likeness.NONE
    written = WORD.findall(part)
    folded = [fold(word) for word in written]
    entitled = len(folded) > 1 and folded[0] in CIVILITIES
    if entitled:
        written, folded = written[1:], folded[1:]
    pairs = [(w, f) for w, f in zip(written, folded, strict=True) if f not in PARTICLES]
    if not pairs or len(written) > 6 or any(f in office_words() for _, f in pairs):
        return Likeness.NONE
    capital = all(w[0].isupper() for w, _ in pairs)
    if entitled and pairs[0][0][0].isupper():
        return Likeness.NAME
    if len(pairs) == 1:
        return _of_word(*pairs[0], part)
    return _of_words(pairs, part, capital=capital)


def _has_first_name(part: str) -> bool:
    """Whether a part is two to four words with capitals, one of them a first name."""
    words = [word for word in WORD.findall(part) if fold(word) not in PARTICLES]
    capital = all(word[0].isupper() for word in words)
    return 2 <= len(words) <= 4 and capital and any(fold(word) in first_names() - common_names() for word in words)


def _of_word(word: str, folded: str, part: str) -> Likeness:
    if folded in (first_names() | surnames()) - common_names():
        return Likeness.NAME if word[0].isupper() else Likeness.WORD
    return Likeness.WORD if len(folded) >= 3 and folded.isascii() and " " not in part.strip() else Likeness.NONE


def _of_words(pairs: list[tuple[str, str]], part: str, *, capital: bool) -> Likeness:
    """Several words: a name where one is a first name or an initial, its shape where all have a capital, or a dotted login."""
    if len(pairs) > 4:
        return Likeness.NONE
    is_login = " " not in part and part == part.lower() and bool(re.fullmatch(r"[^\W\d_]+(?:[._-][^\W\d_]+)+", part))
    if not capital and not is_login:
        return Likeness.NONE
    initial = any(len(word) == 1 for word, _ in pairs) and "." in part
    known = any(folded in first_names() for _, folded in pairs)
    if known or (initial and any(len(word) > 2 for word, _ in pairs)):
        return Likeness.NAME
    return Likeness.SHAPE
