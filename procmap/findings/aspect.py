"""Which of its statements a pattern makes."""

from __future__ import annotations

from enum import StrEnum


class Aspect(StrEnum):
    """A statement of a pattern, as its words name it: `[aspect.NAME]`.

    A pattern that makes several names the others in a class of its own, derived from this one, in its folder.
    """


class Common(Aspect):
    """The statements that any pattern may make."""

    MAIN = ""
    FEW = "few"
    """Figures of its own give way where they would describe too few people."""
