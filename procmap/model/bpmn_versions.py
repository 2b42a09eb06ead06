"""Two versions of one procedure, before and after a plan, as one tree: what both have stands in it once.

So both can be drawn from one layout, and nothing that stays moves. The tree after is the one that edits leave unreduced: it has
the shape of the one before, with silent steps where something went. Any other tree is taken too, and then less is found again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntFlag, StrEnum

from procmap.model.process_tree import Choice, Leaf, Loop, Parallel, ProcessTree, Sequence, Silent, activities, parts


class Version(IntFlag):
    """The state of the procedure that a file shows."""

    BEFORE = 1
    AFTER = 2
    BOTH = 3


class Kind(StrEnum):
    """What a part is; an END stands where a way ends."""

    TASK = "task"
    SILENT = "silent"
    END = "end"
    SEQUENCE = "sequence"
    CHOICE = "choice"
    PARALLEL = "parallel"
    LOOP = "loop"


@dataclass(frozen=True, eq=False)
class Part:
    """A node of the common tree; each is itself, however alike two may be.

    Attributes:
        label: Of a task its activity; of an end the activity that leads to it, "" for the main one.
        versions: Where a task takes place; where an operator is one. Elsewhere an operator is nothing but what is in it.
        ends: A choice whose branches each have an end of their own.
    """

    kind: Kind
    children: tuple[Part, ...] = ()
    label: str = ""
    versions: Version = Version.BOTH
    ends: bool = False


KINDS = {Sequence: Kind.SEQUENCE, Choice: Kind.CHOICE, Parallel: Kind.PARALLEL, Loop: Kind.LOOP}


def only(tree: ProcessTree, versions: Version) -> Part:
    """A tree of these versions."""
    match tree:
        case Leaf(label):
            return Part(Kind.TASK, label=label, versions=versions)
        case Silent():
            return Part(Kind.SILENT, versions=versions)
        case _:
            return Part(KINDS[type(tree)], tuple(only(child, versions) for child in parts(tree)), versions=versions)


def merged(before: ProcessTree, after: ProcessTree) -> Part:
    """The common tree. Whatever the two trees are, it holds each of them; the more alike their shapes, the more they share."""
    if isinstance(before, Leaf | Silent) and before == after:
        return only(before, Version.BOTH)
    if isinstance(after, Silent):
        return only(before, Version.BEFORE)
    if isinstance(before, Silent):
        return only(after, Version.AFTER)
    if not isinstance(before, Leaf) and type(before) is type(after) and len(parts(before)) == len(parts(after)):
        children = zip(parts(before), parts(after), strict=True)
        return Part(KINDS[type(before)], tuple(merged(one, other) for one, other in children))
    if isinstance(before, Loop) and activities(after):  # opened: its body is left
        return Part(Kind.LOOP, (merged(before.body, after), only(before.redo, Version.BEFORE)), versions=Version.BEFORE)
    return _within(before, after)


def _within(before: ProcessTree, after: ProcessTree) -> Part:
    """The tree before as a child of the one after, the child that knows the most of its activities."""
    known = frozenset(activities(before))
    shared = [len(known & set(activities(child))) for child in parts(after)]
    if isinstance(after, Loop):
        shared[1:] = [0]
    if isinstance(after, Leaf) or not any(shared):
        return Part(Kind.SEQUENCE, (only(before, Version.BEFORE), only(after, Version.AFTER)))
    place = shared.index(max(shared))
    children = [only(child, Version.AFTER) for child in parts(after)]
    children[place] = merged(before, parts(after)[place])
    return Part(KINDS[type(after)], tuple(children), versions=Version.AFTER)


def with_ends(part: Part, label: str = "") -> Part:
    """The tree with its ends: a last choice between ways that all lead somewhere has one for each."""
    if part.kind is Kind.SEQUENCE:
        return replace(part, children=(*part.children[:-1], with_ends(part.children[-1], label)))
    if part.kind is Kind.CHOICE and part.versions == Version.BOTH and not any(empty(c, Version.BEFORE) for c in part.children):
        first, *others = part.children
        children = (with_ends(first, label), *(with_ends(child, _last(child)) for child in others))
        return replace(part, children=children, ends=True)
    return Part(Kind.SEQUENCE, (part, Part(Kind.END, label=label)))


def _last(part: Part) -> str:
    """The activity that a part is likely to end with, before the plan."""
    if part.kind is Kind.TASK:
        return part.label
    order = part.children if part.kind is Kind.LOOP else part.children[::-1] if part.kind is Kind.SEQUENCE else part.children
    return next((found for child in order if not empty(child, Version.BEFORE) and (found := _last(child))), "")


def tasks(part: Part) -> tuple[Part, ...]:
    """All tasks, in the order of the tree."""
    return (part,) if part.kind is Kind.TASK else tuple(task for child in part.children for task in tasks(child))


def empty(part: Part, version: Version) -> bool:
    """Whether nothing of the part is drawn but a line."""
    if part.kind is Kind.TASK:
        return not version & part.versions
    return part.kind is not Kind.END and all(empty(child, version) for child in part.children)


def skippable(part: Part, version: Version) -> bool:
    """Whether a case may pass without any task."""
    if part.kind is Kind.TASK:
        return not version & part.versions
    if part.kind is Kind.CHOICE and version & part.versions:
        return any(skippable(child, version) for child in part.children)
    needed = part.children[:1] if part.kind is Kind.LOOP and version & part.versions else part.children
    return all(skippable(child, version) for child in needed)


def branches(part: Part, version: Version) -> tuple[int, ...]:
    """The places of the children that are drawn; of a choice also one way past them all, if no other leads past them."""
    full = [place for place, child in enumerate(part.children) if not empty(child, version)]
    bare = [place for place in range(len(part.children)) if place not in full]
    if part.kind is Kind.LOOP and full:
        return (0, 1)
    if part.kind is not Kind.CHOICE or not bare or not version & part.versions:
        return tuple(full)
    if any(skippable(part.children[place], version) for place in full):
        return tuple(full)
    past = next((place for place in bare if empty(part.children[place], Version.BOTH)), bare[0])
    return tuple(sorted([*full, past]))


def gated(part: Part, version: Version) -> bool:
    """Whether the gateways of an operator are drawn."""
    return bool(version & part.versions) and part.kind is not Kind.SEQUENCE and len(branches(part, version)) > 1
