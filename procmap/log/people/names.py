"""Names of people in texts: found in any spelling and order, and replaced by what stands in for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from procmap.log.people.likeness import EMAIL, SPOKEN_PHONE
from procmap.log.people.words import CIVILITIES, PARTICLES, WORD, common_names, first_names, fold, office_words, surnames

UNKNOWN = "***"
"""What stands in for a person of whom only the text itself tells."""

GAP = 3
"""Characters that may stand between the words of one name."""

PLACES = frozenset("saint sainte st ste rue avenue place college lycee ecole commune ville canton".split())  # noqa: SIM905 - words read best unquoted
"""Words after which a name is that of a place."""


class Names:
    """What people are called, and what stands in for each.

    Two kinds of text are told apart. A value (a case number, a refused date) has no words of its own: any word of a name in it
    names somebody. A label is prose: there first names that many bear, common words and the names of places stay, unless they
    stand with the rest of the name or after a title.

    Args:
        stand_ins: By name as the source writes it.
        labels: Labels of the procedure: a word that they write without a capital is no name.
    """

    def __init__(self, stand_ins: Mapping[str, str], labels: Sequence[str] = ()) -> None:
        self._whole = {_whole(name): instead for name, instead in stand_ins.items()}
        self._people: dict[str, set[str]] = defaultdict(set)
        in_prose: set[str] = set()
        in_values: set[str] = set()
        for name, instead in stand_ins.items():
            written = WORD.findall(name.split("@", 1)[0])  # what follows is the organisation's
            written = [word for word in written if fold(word) not in CIVILITIES]
            logins = _logins([fold(word) for word in written])
            for word in (*map(fold, written), *logins):
                self._people[word].add(instead)
            own = [word for word in written if fold(word) not in PARTICLES and len(word) > 1]
            in_values |= {fold(word) for word in own} | logins
            in_prose |= {word for word in _surnames(own) if _tells_alone(word)} | logins
        self._in_values, self._in_prose = frozenset(in_values), frozenset(in_prose - _usual(labels))

    def __bool__(self) -> bool:
        return bool(self._whole)

    @property
    def words(self) -> frozenset[str]:
        """Every folded word of a name: a text without any of them, e-mail address, number or title names nobody."""
        return frozenset(self._people)

    def hide(self, text: str) -> str:
        """A label, a title or a sentence with what stands in for each person that it names."""
        return self._hidden(text, self._in_prose)

    def hide_in_value(self, text: str) -> str:
        """A value of the source with what stands in for each person that it names."""
        return self._hidden(text, self._in_values)

    def _hidden(self, text: str, alone: frozenset[str]) -> str:
        if not text:
            return text
        if (instead := self._whole.get(_whole(text))) is not None:
            return instead
        text = EMAIL.sub(lambda found: self._whole.get(_whole(found[0]), UNKNOWN), text)
        text = SPOKEN_PHONE.sub(lambda found: self._whole.get(_whole(found[0]), UNKNOWN), text)
        words = [(found.start(), found.end(), fold(found[0])) for found in WORD.finditer(text)]
        for begin, end, instead in reversed(list(self._found(text, words, alone))):
            text = text[:begin] + instead + text[end:]
        return text

    def _found(self, text: str, words: list[tuple[int, int, str]], alone: frozenset[str]) -> Iterable[tuple[int, int, str]]:
        """Where the text names people, in order: begin, end, and what stands in. Words of `alone` need no other beside them."""
        place = 0
        while place < len(words):
            begin, _, word = words[place]
            last, people = self._run(words, place)
            after_title = place > 0 and words[place - 1][2] in CIVILITIES and _is_next(text[words[place - 1][1] : begin])
            is_titled = after_title and text[begin].isupper() and word not in office_words() | PARTICLES
            if is_titled and not people:
                last = self._titled(text, words, place)
            is_place = alone is self._in_prose and place > 0 and words[place - 1][2] in PLACES
            if is_titled or last > place or (word in alone and not is_place):
                yield begin, words[last][1], next(iter(people)) if len(people) == 1 else UNKNOWN
                place = last
            place += 1

    def _run(self, words: list[tuple[int, int, str]], place: int) -> tuple[int, set[str]]:
        """The last of the words from a place on that name one person together, and whom."""
        people, last, at = set(self._people.get(words[place][2], ())), place, place + 1
        if words[place][2] in PARTICLES:
            return place, set()
        while people and at < len(words) and words[at][0] - words[at - 1][1] <= GAP:
            both = people & self._people.get(words[at][2], set())
            if both:
                people, last = both, at if words[at][2] not in PARTICLES else last
            elif words[at][2] not in PARTICLES:
                break
            at += 1
        return last, people

    def _titled(self, text: str, words: list[tuple[int, int, str]], place: int) -> int:
        """The last of the words with a capital that follow a title."""
        last = place
        while last + 1 < len(words) and words[last + 1][0] - words[last][1] <= 2 and last < place + 3:
            begin, _, word = words[last + 1]
            if not text[begin].isupper() or word in office_words():
                break
            last += 1
        return last


def _is_next(between: str) -> bool:
    """Whether what stands between a title and a word lets it be the name: "Me N.", and not the code "ME21N"."""
    return len(between) <= 2 and not any(map(str.isdigit, between))


def _whole(text: str) -> str:
    return " ".join(fold(text).split())


def _surnames(written: Sequence[str]) -> set[str]:
    """The folded words of a name that may be the surname.

    Those in capitals beside others that are not; else what is no first name, and surnames that many bear; else all.
    """
    capitals = [word for word in written if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(written):
        return {fold(word) for word in capitals}
    words = {fold(word) for word in written}
    return {word for word in words if word not in first_names() or word in surnames()} or words


def _tells_alone(word: str) -> bool:
    """Whether a surname by itself names somebody in prose: it is no word of offices and no common one."""
    return len(word) >= 3 and word not in office_words() | common_names() | PARTICLES


def _logins(words: Sequence[str]) -> set[str]:
    """What a name becomes where blanks are not allowed: jdupont, dupontj, jeandupont, dasilva."""
    long = [word for word in words if len(word) > 3 and word not in PARTICLES]
    found = {form for one in words for other in long if one != other for form in (one[0] + other, other + one[0])}
    found |= {one + other for one in words for other in words if one != other}
    found |= {"".join(words[first:last]) for first in range(len(words)) for last in range(first + 2, len(words) + 1)}
    known = office_words() | common_names() | first_names() | surnames()
    return {login for login in found if len(login) >= 5 and login not in known}


def _usual(labels: Sequence[str]) -> set[str]:
    """Words that labels write small beside words that they don't: no names."""
    written = [word for label in labels if label != label.lower() for word in WORD.findall(label)]
    return {fold(word) for word in written if word.islower()}
