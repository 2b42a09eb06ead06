"""Everything that is said to a person, in French and in English: message catalogues and number formats."""

from procmap.language.words import LANGUAGES, Words, words

__all__ = ["LANGUAGES", "Words", "words"]
