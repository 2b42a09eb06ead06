"""What a procedure is made of: steps, in sequence, in parallel, optional, by kind of case, in loops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.simulation import Case


@dataclass(frozen=True)
class Step:
    """One step of one service.

    Attributes:
        minutes: Mean touch time.
        tray: Mean office hours in the in-tray, before the file is taken up: the waiting that no one in the log explains.
        refuse: Share of refusals, a number or a function of the case.
        back: Share sent back the first time (a third of it later on).
        days: Calendar days away, for a step of someone outside: (fewest, most).
        timer: Exact calendar days that a text lets pass.
        session: (weekdays, every so many weeks): taken up only then.
        only: The one person (by place in the service) who may do it.
        manager: Each case has a person of its own for it.
        like: The step whose person does it too.
        lost: Share of files that are forgotten here for months.
        random_order: Files are taken up in no order.
        robot: Done by a programme, at once.
        soon: Seconds after the step before, by the same person: saved by one form.
    """

    label: str
    role: str
    minutes: float = 15
    tray: float = 2.0
    refuse: float | Callable[[Case], float] = 0.0
    back: float = 0.0
    days: tuple[float, float] | None = None
    timer: int | None = None
    session: tuple[tuple[int, ...], int] | None = None
    only: int | None = None
    manager: bool = False
    like: str | None = None
    lost: float = 0.0
    random_order: bool = False
    robot: bool = False
    soon: bool = False
    check: bool = False
    decision: bool = False
    sigma: float = 0.6


@dataclass(frozen=True)
class Seq:
    """One after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Shuffled:
    """One after the other, in an order that luck or a person's habit sets for each case."""

    parts: tuple[Node, ...]
    name: str
    when: Callable[[Case], bool] = field(default=lambda _: True)


@dataclass(frozen=True)
class Par:
    """All at the same time; goes on when the last is done."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class When:
    """Only for some cases."""

    test: Callable[[Case], bool]
    part: Node


@dataclass(frozen=True)
class Loop:
    """The body, and as long as it is sent back, the repair and the body again."""

    body: Node
    repair: Node


Node = Step | Seq | Shuffled | Par | When | Loop


def steps(node: Node) -> list[Step]:
    """Every step in the tree."""
    if isinstance(node, Step):
        return [node]
    if isinstance(node, When):
        return steps(node.part)
    if isinstance(node, Loop):
        return steps(node.body) + steps(node.repair)
    return [step for part in node.parts for step in steps(part)]
