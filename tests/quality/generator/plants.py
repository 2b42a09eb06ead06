"""What each plant looks like, and its healthy twin: the same step, the same label, but with an effect or without the wait.

Every function returns the part of the tree for one of three states: `planted`, `twin` or `cured`, None where nothing stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from generator.procedure import Procedure, parsed
from generator.simulation import Case
from generator.tree import Loop, Node, Par, Seq, Shuffled, Step, When

TRAY = 6.0  # mean office hours before a step that is planted (or its twin): its median stays under a working day
TWIN_BY_DAY = 2.5
GENUINE = 0.07  # what a healthy check refuses

# Severities, medium and strong (reference 4.1).
RARELY = {"medium": 0.008, "strong": 0.002}
BELOW, ABOVE = {"medium": 0.004, "strong": 0.001}, {"medium": 0.12, "strong": 0.15}
RETURNED = {"medium": 0.18, "strong": 0.33}
KNOCKS_OUT = {"medium": 0.17, "strong": 0.25}
EVERY_WEEKS = {"medium": 1, "strong": 2}
AWAY = {"medium": (7.0, 20.0), "strong": (14.0, 40.0)}
HANDOVER = {"medium": 8.0, "strong": 12.0}
UNEXPLAINED = {"medium": 14.0, "strong": 22.0}
TAIL = {"medium": 32.0, "strong": 45.0}
LOST = {"medium": 0.03, "strong": 0.045}


@dataclass(frozen=True)
class Knob:
    """One plant of one log in one state."""

    name: str
    state: str
    severity: str
    of: Procedure
    by_day: bool = False

    @property
    def bad(self) -> bool:
        return self.state == "planted"

    def step(self, number: int, **given: object) -> Step:
        """A step of the procedure's words for this plant."""
        # by dates alone, half a day in a twin's in-tray would look like a day
        given = {"tray": TWIN_BY_DAY if self.by_day and not self.bad else TRAY} | given
        if given.get("refuse") or given.get("back"):
            given["check"] = True
        return parsed(self.of.words[self.name][number], **given)[1]

    def how_many(self) -> int:
        return len(self.of.words[self.name])


def low_yield_check(k: Knob) -> Node | None:
    return None if k.state == "cured" else k.step(0, refuse=RARELY[k.severity] if k.bad else GENUINE, check=True)


def approval_chain(k: Knob) -> Node | None:
    rate = RARELY[k.severity] if k.bad else GENUINE
    levels = tuple(
        k.step(n, refuse=rate, check=True, tray=TWIN_BY_DAY if k.by_day and not k.bad else 4.5) for n in range(k.how_many())
    )
    return None if k.state == "cured" else Seq(levels)


def amount_threshold(k: Knob) -> Node | None:
    limit = k.of.threshold or 0
    if k.state == "twin":
        return k.step(0, refuse=GENUINE)
    step = k.step(0, refuse=lambda case: BELOW[k.severity] if case.amount < limit else ABOVE[k.severity])
    return step if k.bad else When(lambda case: case.amount >= limit, step)


def incomplete_file(k: Knob) -> Node | None:
    back = {"planted": RETURNED[k.severity], "twin": 0.045, "cured": 0.0}[k.state]
    check = k.step(0, tray=1.5, refuse=0.025, back=back)
    return Loop(check, Seq((k.step(1, tray=1.5), k.step(2, days=(5.0, 18.0)))))


def rework_loop(k: Knob) -> Node | None:
    back = {"planted": RETURNED[k.severity], "twin": 0.045, "cured": 0.0}[k.state]
    return Loop(k.step(0, tray=2.5, refuse=0.03, back=back), k.step(1, tray=4.0))


def ping_pong(k: Knob) -> Node | None:
    back = {"planted": RETURNED[k.severity], "twin": 0.025, "cured": 0.0}[k.state]
    return Loop(k.step(0, tray=2.5, refuse=0.06, back=back), Seq((k.step(1, tray=3.0), k.step(2, tray=4.5))))


def periodic_batch(k: Knob) -> Node | None:
    held = ((1,), EVERY_WEEKS[k.severity]) if k.bad else None
    return k.step(0, refuse=GENUINE, session=held, tray=0.5 if k.state == "cured" else 2.0)


def parallelisable_steps(k: Knob) -> Node | None:
    both = (k.step(0, tray=5.0), k.step(1, tray=5.0))
    return Shuffled(both, "free order") if k.bad else Par(both)


def media_break(k: Knob) -> Node | None:
    return Seq(tuple(k.step(n, tray=3.5) for n in range(3))) if k.bad else None


def media_twin(k: Knob) -> Node | None:
    paper = k.of.channels[-1][0]
    return When(lambda case: case.channel == paper, k.step(0, tray=1.0))


def re_keying(k: Knob) -> Node | None:
    return Seq((k.step(0, tray=0.5), k.step(1, tray=5.0))) if k.bad else k.step(0, tray=0.5)


def duplicate_check(k: Knob) -> Node | None:
    first = k.step(0, tray=2.5, refuse=0.08)
    if k.state == "cured":
        return first
    return Seq(
        (first, k.step(1, tray=TWIN_BY_DAY if k.by_day and not k.bad else 5.5, refuse=RARELY[k.severity] if k.bad else GENUINE))
    )


def skippable_step(k: Knob) -> Node | None:
    if k.state == "cured":
        return None
    return When(lambda case: case.luck("skippable") < 0.5, k.step(0, refuse=0.0 if k.bad else 0.08))


def relay_step(k: Knob) -> Node | None:
    return None if k.state == "cured" else k.step(0, refuse=0.0 if k.bad else GENUINE)


def external_wait(k: Knob) -> Node | None:
    days = {"planted": AWAY[k.severity], "twin": (0.01, 0.06), "cured": (0.0, 0.0)}[k.state]
    return Seq((k.step(0, tray=1.5), k.step(1, days=days, refuse=0.06)))


def late_knockout(k: Knob) -> Node | None:
    return k.step(0, tray=1.5, refuse=KNOCKS_OUT[k.severity] if k.state != "twin" else 0.13)


def silo_handovers(k: Knob) -> Node | None:
    before = k.step(0, tray=1.5)
    other = k.step(1, tray=HANDOVER[k.severity] if k.bad else 1.0)
    own = replace(other, role=before.role, tray=1.0)

    def at_home(case: Case) -> bool:
        return k.state == "cured" or case.luck("handover") < 0.4

    return Seq((before, When(at_home, own), When(lambda case: not at_home(case), other)))


def unavailability(k: Knob) -> Node | None:
    return k.step(0, tray=0.5, manager=True)


def extraneous_wait(k: Knob) -> Node | None:
    return k.step(0, tray={"planted": UNEXPLAINED[k.severity], "twin": 2.5, "cured": 0.2}[k.state])


def post_decision_tail(k: Knob) -> Node | None:
    return k.step(0, tray={"planted": TAIL[k.severity], "twin": 0.6, "cured": 0.3}[k.state], sigma=0.4)


def long_tail(k: Knob) -> Node | None:
    return k.step(0, tray=2.5, lost=LOST[k.severity] if k.bad else 0.0)


def micro_steps(k: Knob) -> Node | None:
    first = k.step(0, tray=1.0)
    return Seq((first, *(k.step(n, tray=0.02, sigma=0.3, like=first.label) for n in (1, 2)))) if k.state != "twin" else None


def automatable_decision(k: Knob) -> Node | None:
    limit, simple = k.of.threshold, k.of.kinds[0][0]

    def easy(case: Case) -> bool:
        if k.state == "twin":
            return case.luck("route") < 0.5
        return case.amount < limit if limit else case.kind == simple

    lanes = (When(easy, k.step(1, tray=2.5)), When(lambda case: not easy(case), k.step(2, tray=2.5)))
    return Seq(lanes) if k.state == "cured" else Seq((k.step(0, tray=5.0), *lanes))


def variant_sprawl(k: Knob) -> Node | None:
    second = k.of.sites[1][0]

    def sprawls(case: Case) -> bool:
        return k.bad and case.site == second

    usual = Seq(tuple(k.step(n, tray=1.5) for n in range(4)))
    odd = Shuffled(tuple(k.step(n, tray=5.0) for n in range(4)), "sprawl")
    return Seq((When(sprawls, odd), When(lambda case: not sprawls(case), usual)))


PLANTS: dict[str, Callable[[Knob], Node | None]] = {
    function.__name__: function
    for function in (
        low_yield_check, approval_chain, amount_threshold, incomplete_file, rework_loop, ping_pong, periodic_batch,
        parallelisable_steps, late_knockout, media_break, media_twin, re_keying, duplicate_check, skippable_step, relay_step,
        external_wait, silo_handovers, unavailability, extraneous_wait, post_decision_tail, long_tail, micro_steps,
        automatable_decision, variant_sprawl,
    )
}  # fmt: skip
STAFFING = ("contention", "key_person", "queue_jumping")  # said of people, not of a place in the tree

ALIASES = {
    "low_yield_check": ["amount_threshold", "approval_chain", "duplicate_check", "non_value_adding_step", "relay_step"],
    "approval_chain": ["low_yield_check", "relay_step"],
    "amount_threshold": ["low_yield_check"],
    "incomplete_file": ["external_wait", "ping_pong", "rework_loop"],
    "rework_loop": ["incomplete_file", "ping_pong"],
    "ping_pong": ["incomplete_file", "rework_loop", "silo_handovers"],
    "key_person": ["contention"],
    "contention": ["key_person"],
    "media_break": ["low_yield_check", "non_value_adding_step", "relay_step"],
    "re_keying": ["duplicate_check", "non_value_adding_step"],
    "duplicate_check": ["low_yield_check", "re_keying", "relay_step"],
    "skippable_step": ["low_yield_check", "non_value_adding_step"],
    "relay_step": ["approval_chain", "low_yield_check", "non_value_adding_step"],
    "external_wait": ["extraneous_wait", "incomplete_file"],
    "silo_handovers": ["extraneous_wait"],
    "unavailability": ["extraneous_wait"],
    "queue_jumping": ["contention"],
    "post_decision_tail": ["extraneous_wait"],
    "long_tail": ["extraneous_wait"],
    "variant_sprawl": ["extraneous_wait"],
}
CURES = {
    **dict.fromkeys(("low_yield_check", "skippable_step", "relay_step"), "the step no longer takes place"),
    "duplicate_check": "the second check no longer takes place",
    "re_keying": "the second entry no longer takes place",
    "approval_chain": "the listed levels no longer take place; the deciding one stays",
    "media_break": "printing, signing on paper and scanning no longer take place",
    "amount_threshold": "the step takes place above the threshold only",
    **dict.fromkeys(("incomplete_file", "rework_loop", "ping_pong"), "the first pass suffices"),
    "external_wait": "the answer is there at once",
    "periodic_batch": "done as soon as it is ready",
    "contention": "one more person in the role",
    "key_person": "anyone of the role may do it",
    "parallelisable_steps": "both start at the same time",
    "late_knockout": "the check comes before the first step that it can spare",
    "silo_handovers": "done where the file is",
    "unavailability": "present all week",
    "extraneous_wait": "taken up at once",
    "queue_jumping": "first come, first served",
    "post_decision_tail": "taken up at once",
    "long_tail": "no file is forgotten",
    "micro_steps": "nothing: touches are saved, not time",
    "automatable_decision": "a rule routes the file",
    "variant_sprawl": "one order, as the other site has it",
}
