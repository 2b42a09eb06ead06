"""People: what looks like a person's name, and what stands in for it wherever a text leaves the program."""

from procmap.log.people.likeness import Likeness, holds_people, likeness, parts_with_names
from procmap.log.people.names import UNKNOWN, Names
from procmap.log.people.outsiders import OUTSIDE, is_outsider
from procmap.log.people.privacy import NOBODY, People, Privacy, hide_attributes, settle_privacy

__all__ = [
    "NOBODY",
    "OUTSIDE",
    "UNKNOWN",
    "Likeness",
    "Names",
    "People",
    "Privacy",
    "hide_attributes",
    "holds_people",
    "is_outsider",
    "likeness",
    "parts_with_names",
    "settle_privacy",
]
