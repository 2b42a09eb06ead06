"""Which traces a process tree accepts, exactly.

What is still to come after a prefix is itself a process tree (the partial derivatives of Antimirov, 1996, carried over
to parallel and loop). A prefix leaves a set of such rests; the sets are numbered and each step from one set to the next
is worked out once, so that thousands of traces cost one look-up per event. Nothing is enumerated that no trace reaches.
"""

from __future__ import annotations

from functools import lru_cache

from procmap.model.process_tree import (
    SILENT,
    Choice,
    Leaf,
    Loop,
    Parallel,
    ProcessTree,
    Sequence,
    Silent,
    activities,
    nullable,
    reduce,
)

Rests = frozenset[ProcessTree]

DEAD = -1
"""The state from which nothing is accepted."""


class Acceptor:
    """A deterministic automaton of one tree, built as far as the traces seen need it.

    States are integers; START is the first, DEAD the one without a way on. The object grows with use and belongs to one
    computation; it is not shared between threads.
    """

    START = 0

    def __init__(self, tree: ProcessTree) -> None:
        self._states: list[Rests] = []
        self._number: dict[Rests, int] = {}
        self._steps: dict[tuple[int, str], int] = {}
        self._derived: dict[tuple[ProcessTree, str], Rests] = {}
        self._labels = activities(tree)
        self._numbered(frozenset((reduce(tree),)))

    def step(self, state: int, activity: str) -> int:
        """The state after one more activity, DEAD if the tree does not allow it there."""
        key = (state, activity)
        found = self._steps.get(key)
        if found is None:
            rests = frozenset(rest for tree in self._states[state] for rest in self._derive(tree, activity))
            found = self._steps[key] = self._numbered(rests) if rests else DEAD
        return found

    def accepting(self, state: int) -> bool:
        """Whether a trace may end in the state."""
        return state != DEAD and any(nullable(rest) for rest in self._states[state])

    def enabled(self, state: int) -> tuple[str, ...]:
        """The activities that the tree allows next."""
        return tuple(label for label in self._labels if self.step(state, label) != DEAD)

    def accepts(self, trace: tuple[str, ...]) -> bool:
        """Whether the whole trace belongs to the tree's language."""
        state = self.START
        for activity in trace:
            state = self.step(state, activity)
            if state == DEAD:
                return False
        return self.accepting(state)

    def _numbered(self, rests: Rests) -> int:
        number = self._number.setdefault(rests, len(self._states))
        if number == len(self._states):
            self._states.append(rests)
        return number

    def _derive(self, tree: ProcessTree, activity: str) -> Rests:
        key = (tree, activity)
        found = self._derived.get(key)
        if found is None:
            found = self._derived[key] = frozenset(self._rests(tree, activity))
        return found

    def _rests(self, tree: ProcessTree, activity: str) -> set[ProcessTree]:
        """What may be left of `tree` once `activity` has taken place as its first step."""
        match tree:
            case Leaf(label):
                return {SILENT} if label == activity else set()
            case Silent():
                return set()
            case Choice(children):
                return {rest for child in children for rest in self._derive(child, activity)}
            case Sequence(children):
                return self._sequence(children, activity)
            case Parallel(children):
                return {
                    _parallel((*children[:i], rest, *children[i + 1 :]))
                    for i, child in enumerate(children)
                    for rest in self._derive(child, activity)
                }
            case Loop(body, redo):
                again = Choice((_then(redo, tree), SILENT))
                found = {_then(rest, again) for rest in self._derive(body, activity)}
                if nullable(body):  # an empty body and an empty redo lead back to this tree: nothing new
                    found |= {_then(rest, tree) for rest in self._derive(redo, activity)}
                return found

    def _sequence(self, children: tuple[ProcessTree, ...], activity: str) -> set[ProcessTree]:
        found: set[ProcessTree] = set()
        for i, child in enumerate(children):
            after = children[i + 1 :]
            tail = after[0] if len(after) == 1 else Sequence(after) if after else SILENT
            found |= {_then(rest, tail) for rest in self._derive(child, activity)}
            if not nullable(child):
                break
        return found


def accepts(tree: ProcessTree, trace: tuple[str, ...]) -> bool:
    """Whether the trace belongs to the tree's language; the last few trees' automata are kept."""
    return _acceptor(tree).accepts(trace)


@lru_cache(maxsize=4)
def _acceptor(tree: ProcessTree) -> Acceptor:
    return Acceptor(tree)


def _then(first: ProcessTree, rest: ProcessTree) -> ProcessTree:
    """`first`, then `rest`, flat and without silent steps, so that equal rests are equal values."""
    if SILENT in {first, rest}:
        return rest if first == SILENT else first
    left = first.children if isinstance(first, Sequence) else (first,)
    right = rest.children if isinstance(rest, Sequence) else (rest,)
    return Sequence(left + right)


def _parallel(children: tuple[ProcessTree, ...]) -> ProcessTree:
    left = tuple(child for child in children if child != SILENT)
    return left[0] if len(left) == 1 else Parallel(left) if left else SILENT
