"""The process tree: a block-structured model of a procedure.

Operators and their semantics are those of the inductive miner (Leemans, Fahland and van der Aalst, 2013): sequence,
exclusive choice, parallel (any interleaving) and loop (body, then any number of times redo and body). A tree is sound
by construction.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Leaf:
    """One activity takes place; `activity` is the label as the log spells it."""

    activity: str


@dataclass(frozen=True)
class Silent:
    """Nothing takes place (tau)."""


@dataclass(frozen=True)
class Sequence:
    """All children, in their order."""

    children: tuple[ProcessTree, ...]


@dataclass(frozen=True)
class Choice:
    """Exactly one child (exclusive)."""

    children: tuple[ProcessTree, ...]


@dataclass(frozen=True)
class Parallel:
    """All children, in any interleaving."""

    children: tuple[ProcessTree, ...]


@dataclass(frozen=True)
class Loop:
    """The body, then any number of times the redo part and the body again."""

    body: ProcessTree
    redo: ProcessTree


ProcessTree = Leaf | Silent | Sequence | Choice | Parallel | Loop

SILENT = Silent()


def parts(tree: ProcessTree) -> tuple[ProcessTree, ...]:
    """The direct children, in the order in which they are drawn: a loop's body comes before its redo part."""
    match tree:
        case Leaf() | Silent():
            return ()
        case Loop(body, redo):
            return (body, redo)
        case _:
            return tree.children


def leaves(tree: ProcessTree) -> tuple[Leaf, ...]:
    """All leaves with an activity, in the order of the tree; a label that stands twice comes twice."""
    if isinstance(tree, Leaf):
        return (tree,)
    return tuple(leaf for part in parts(tree) for leaf in leaves(part))


def activities(tree: ProcessTree) -> tuple[str, ...]:
    """The distinct labels, in order of appearance."""
    return tuple(dict.fromkeys(leaf.activity for leaf in leaves(tree)))


def size(tree: ProcessTree) -> int:
    """Number of nodes, silent ones included: the usual measure of how hard a tree is to read."""
    return 1 + sum(size(part) for part in parts(tree))


def nullable(tree: ProcessTree) -> bool:
    """Whether the empty trace belongs to the tree's language."""
    match tree:
        case Leaf():
            return False
        case Silent():
            return True
        case Choice(children):
            return any(nullable(child) for child in children)
        case Sequence(children) | Parallel(children):
            return all(nullable(child) for child in children)
        case Loop(body, _):
            return nullable(body)


def reduce(tree: ProcessTree) -> ProcessTree:
    """The same language in its canonical form.

    No operator directly under the same operator, no operator with fewer than two children, no silent step in a sequence
    or a parallel, at most one silent step in a choice (the last child, and only where no other child may be empty), no
    loop around a silent body, no loop directly as the body of a loop.
    """
    match tree:
        case Leaf() | Silent():
            return tree
        case Sequence(children):
            return _joined(Sequence, children)
        case Parallel(children):
            return _joined(Parallel, children)
        case Choice(children):
            return _choice(children)
        case Loop(body, redo):
            return _loop(reduce(body), reduce(redo))


def _flat(kind: type[Sequence | Parallel | Choice], children: tuple[ProcessTree, ...]) -> list[ProcessTree]:
    """The reduced children, those of the same operator replaced by their own children."""
    flat: list[ProcessTree] = []
    for child in map(reduce, children):
        flat.extend(parts(child) if isinstance(child, kind) else (child,))
    return flat


def _joined(kind: type[Sequence | Parallel], children: tuple[ProcessTree, ...]) -> ProcessTree:
    kept = tuple(child for child in _flat(kind, children) if child != SILENT)
    if len(kept) < 2:
        return kept[0] if kept else SILENT
    return kind(kept)


def _choice(children: tuple[ProcessTree, ...]) -> ProcessTree:
    flat = _flat(Choice, children)
    kept = [child for child in dict.fromkeys(flat) if child != SILENT]
    if SILENT in flat and not any(nullable(child) for child in kept):
        kept.append(SILENT)
    if len(kept) < 2:
        return kept[0] if kept else SILENT
    return Choice(tuple(kept))


def _loop(body: ProcessTree, redo: ProcessTree) -> ProcessTree:
    """B (R B)* of reduced parts. Each rule keeps the language and leaves fewer loops or a smaller body."""
    match body:
        case Silent():  # R* is nothing, or R again and again
            return SILENT if redo == SILENT else reduce(Choice((Loop(redo, SILENT), SILENT)))
        case Loop(inner, again):  # b (r b)* (R b (r b)*)* = b ((r | R) b)*
            return _loop(inner, reduce(Choice((again, redo))))
        case Choice(children) if redo == SILENT and SILENT in children:  # (x | nothing)+ is nothing, or x+
            rest = tuple(child for child in children if child != SILENT)
            return reduce(Choice((Loop(Choice(rest), SILENT), SILENT)))
        case _:
            return Loop(body, redo)
