"""Everything that is said to a person, in French and in English: message catalogues and number formats."""

from procmap.language.words import LANGUAGES, Bilingual, Words, words

__all__ = ["LANGUAGES", "Bilingual", "Words", "words"]
