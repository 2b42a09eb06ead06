"""An edit in words: what it makes of a step, and in which cases, from which amount, how often."""

from __future__ import annotations

from procmap.findings import Condition, Edit, SetPeriod
from procmap.language import Words


def edit_words(edit: Edit, kind: str, say: Words) -> tuple[str, str]:
    """The kind of change, and its condition or share, "" where it has none; of a period the kind says which.

    Args:
        edit: What is changed.
        kind: What it makes of the step that is spoken of, as `changes.KINDS` and badges name it.
        say: The words.
    """
    words = say(f"picture.kind.{kind}")
    if isinstance(edit, Condition):
        return words, _condition(edit, say)
    if isinstance(edit, SetPeriod):
        if edit.days < 2:
            return say("picture.period.daily" if edit.days else "picture.period.ready"), ""
        return say("picture.period.days", days=edit.days), ""
    share = getattr(edit, "share", 1.0)
    if kind in {"removed", "spared", "rarer"} and share < 1:
        return words, say("picture.condition.cases", share=say.percent(share))
    return words, ""


def in_one_line(words: str, detail: str, say: Words) -> str:
    """What `edit_words` gives, in one line."""
    return say("picture.when", kind=words, condition=detail) if detail else words


def _condition(edit: Condition, say: Words) -> str:
    """One case in ten; from an amount."""
    if edit.minimum is not None:
        return say("picture.condition.amount", amount=say.number(edit.minimum / 100, 2 if edit.minimum % 100 else 0))
    kept = 1 - edit.share
    if kept <= 0:
        return edit.when
    every = round(1 / kept)
    if abs(every * kept - 1) < 0.02 and every > 1:
        return say("picture.condition.sample", every=every)
    return say("picture.condition.share", share=say.percent(kept))
