"""Decoys: what looks like a pattern of the catalogue and is right as it is (reference 4.1)."""

from __future__ import annotations

from collections.abc import Callable

from generator.plants import Knob
from generator.simulation import Case, World
from generator.tree import Node, Seq, Shuffled, When


def form_chain(k: Knob, _: World) -> Node:
    """Three events of one form, saved within seconds by one person."""
    return Seq(tuple(k.step(n, soon=True) for n in range(3)))


def robot(k: Knob, _: World) -> Node:
    """A programme that does everything alone, at once, at any load."""
    return k.step(0, robot=True)


def same_person(k: Knob, _: World) -> Node:
    """Two steps in free order that one person does: nothing to gain by doing them at the same time."""
    first, second = k.step(0, tray=1.5), k.step(1, tray=1.5)
    return Shuffled((k.step(0, tray=1.5, like=second.label), k.step(1, tray=1.5, like=first.label)), "free order")


def designed_consultation(k: Knob, _: World) -> Node:
    """X asks Y, Y answers, X goes on: once, as designed, and one answer in sixteen is unfavourable."""
    return Seq((k.step(0, tray=1.5), k.step(1, tray=3.0)))


def rare_approval(k: Knob, world: World) -> Node:
    """Never refuses, in some thirty-five cases: too few to say."""
    return When(lambda case: case.luck("rare") < 35 / world.cases, k.step(0, tray=4.0, check=True))


def monthly(k: Knob, world: World) -> Node:
    """Sits every fourth week, for the few cases that need it."""
    return When(lambda case: case.luck("monthly") < 40 / world.cases, k.step(0, session=((2,), 4), refuse=0.06))


def confounded_optional(k: Knob, _: World) -> Node:
    """Done where the risk is; among alike cases those without it are refused more often in the end."""
    return When(lambda case: has_survey(case, k.of.kinds[0][0]), k.step(0, tray=2.5, refuse=0.08))


def has_survey(case: Case, risky: str) -> bool:
    """Whether the case gets the optional step: mostly the risky ones."""
    return case.luck("survey") < (0.8 if case.kind == risky else 0.2)


def drift(k: Knob, world: World) -> Node:
    """A check that a new rule brings in, half-way through the log."""
    return When(lambda case: case.arrival > world.span / 2, k.step(0, tray=2.0, refuse=0.06))


def timer(k: Knob, _: World) -> Node:
    """Sixty days that a text lets pass."""
    return k.step(0, timer=60)


def instalments(k: Knob, _: World) -> Node:
    """One to four payments, a month apart: as many as there are to make."""
    return Seq(tuple(
        When(lambda case, n=n: case.luck("instalments") < (1.0, 0.7, 0.45, 0.2)[n], k.step(0, days=(27.0, 33.0)))
        for n in range(4)
    ))  # fmt: skip


def dependent_knockout(k: Knob, _: World) -> Node:
    """A check that refuses one in eight, late, because it needs what the step before computes (first written there)."""
    return Seq((k.step(0, tray=2.0), k.step(1, tray=2.0)))


DECOYS: dict[str, Callable[[Knob, World], Node]] = {
    function.__name__: function
    for function in (
        form_chain, robot, same_person, designed_consultation, rare_approval, monthly, confounded_optional, drift, timer,
        instalments, dependent_knockout,
    )
}  # fmt: skip
ELSEWHERE = ("zero_amounts", "shutdown")  # said by the world, not by a place in the tree
