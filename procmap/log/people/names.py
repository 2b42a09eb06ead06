"""Names of people in texts: found in any spelling and order, and replaced by what stands in for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from procmap.log.people.likeness import EMAIL, SPOKEN_PHONE
from procmap.log.people.words import CIVILITIES, PARTICLES, WORD, common_names, first_names, fold, office_words

UNKNOWN = "***"
"""What stands in for a person of whom only the text itself tells."""

GAP = 3
"""Characters that may stand between the words of one name."""

class Names:
    """What people are called, and what stands in for each.

    Args:
        stand_ins: By name as the source writes it.
        labels: Labels of the procedure: a word that they write without a capital is no name.
    """

    def __init__(self, stand_ins: Mapping[str, str], labels: Sequence[str] = ()) -> None:
        self._whole = {_whole(name): instead for name, instead in stand_ins.items()}
        self._people: dict[str, set[str]] = defaultdict(set)
        self._alone: set[str] = set()
        usual = _usual(labels)
        for name, instead in stand_ins.items():
            person = name.split("@", 1)[0]  # what follows is the organisation's
            words = [word for word in map(fold, WORD.findall(person)) if word not in CIVILITIES]
            for word in words:
                self._people[word].add(instead)
            own = [word for word in words if word not in PARTICLES]
            self._alone |= {word for word in own if _tells_alone(word) and word not in usual}
            for login in _logins(own):
                self._people[login].add(instead)
                self._alone.add(login)

    def __bool__(self) -> bool:
        return bool(self._whole)

    @property
    def words(self) -> frozenset[str]:
        """Every folded word of a name: a text without any of them, e-mail address, number or title names nobody."""
        return frozenset(self._people)

    def names_somebody(self, text: str) -> bool:
        """Whether a text names a person."""
        return self.hide(text) != text

    def hide(self, text: str) -> str:
        """The text with what stands in for each person that it names."""
        if not text:
            return text
        if (instead := self._whole.get(_whole(text))) is not None:
            return instead
        text = EMAIL.sub(lambda found: self._whole.get(_whole(found[0]), UNKNOWN), text)
        text = SPOKEN_PHONE.sub(lambda found: self._whole.get(_whole(found[0]), UNKNOWN), text)
        found = list(self._found(text, [(m.start(), m.end(), fold(m[0])) for m in WORD.finditer(text)]))
        for begin, end, instead in reversed(found):
            text = text[:begin] + instead + text[end:]
        return text

    def _found(self, text: str, words: list[tuple[int, int, str]]) -> Iterable[tuple[int, int, str]]:
        """Where the text names people, in order: begin, end, and what stands in."""
        place = 0
        while place < len(words):
            begin, _, word = words[place]
            last, people = self._run(words, place)
            after_title = place > 0 and words[place - 1][2] in CIVILITIES and begin - words[place - 1][1] <= 2
            is_titled = after_title and text[begin].isupper() and word not in office_words() | PARTICLES
            if is_titled and not people:
                last = self._titled(text, words, place)
            if is_titled or last > place or word in self._alone:
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


def _whole(text: str) -> str:
    return " ".join(fold(text).split())


def _tells_alone(word: str) -> bool:
    """Whether a word by itself names somebody: no first name that many bear, no word of offices, no common word."""
    return len(word) >= 3 and word not in first_names() | office_words() | common_names() | PARTICLES


def _logins(words: list[str]) -> set[str]:
    """What a person of two or more names may be called in systems: jdupont, dupontj, jeandupont."""
    if len(words) < 2:
        return set()
    found = {one[0] + other for one in words for other in words if one != other and len(other) > 3}
    found |= {other + one[0] for one in words for other in words if one != other and len(other) > 3}
    found |= {one + other for one in words for other in words if one != other}
    return {login for login in found if len(login) >= 5 and login not in office_words() | common_names() | first_names()}


def _usual(labels: Sequence[str]) -> set[str]:
    """Words that labels write small beside words that they don't: no names."""
    written = [word for label in labels if label != label.lower() for word in WORD.findall(label)]
    return {fold(word) for word in written if word.islower()}
