"""The sets: planted, small, clean, loads. Frozen: seeds and parameters stay, whatever the detectors make of them."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import blake2b

from generator.building import Log
from generator.look_alikes import DECOYS, ELSEWHERE
from generator.plants import PLANTS
from generator.procedure import names, procedure

# procedure, cases, months, mode, people, style, outcome column, severity, plants
PLANTED = """
cantine     900 11 full       all  fr 0 strong incomplete_file relay_step
voirie     1400 13 completion all  fr 0 strong amount_threshold parallelisable_steps
logement   1200 12 completion all  en 0 strong approval_chain late_knockout
erp         900 10 completion all  fr 1 medium rework_loop
etat_civil 1000 12 completion all  fr 0 strong ping_pong media_break
library    1500 14 full       all  en 0 strong re_keying low_yield_check
training   1300 12 completion all  en 0 strong periodic_batch skippable_step
fleet      1000 12 full       all  en 0 strong key_person external_wait
complaints  900 10 completion all  xes 0 strong contention
sports     1500 13 completion all  en 1 strong amount_threshold duplicate_check
cantine    1100 12 completion all  fr 0 medium late_knockout periodic_batch low_yield_check
voirie     1000 11 full       all  xes 0 strong ping_pong contention
logement   1400 14 completion role fr 0 medium rejects_later
erp        1100 12 completion all  fr 0 strong key_person duplicate_check
etat_civil 1200 12 full       all  fr 0 strong approval_chain external_wait
library    1100 11 completion all  en 0 medium parallelisable_steps media_break periodic_batch
training    900 10 full       all  en 0 strong contention relay_step
fleet      1300 13 completion all  en 0 medium amount_threshold rework_loop
complaints 1200 12 completion all  en 0 strong late_knockout re_keying incomplete_file
sports     1100 12 full       all  xes 0 strong skippable_step key_person
cantine    1300 13 day        role fr 0 strong low_yield_check external_wait
voirie     5000 18 completion all  fr 0 medium duplicate_check relay_step periodic_batch low_yield_check
logement   1000 12 full       all  fr 1 strong parallelisable_steps incomplete_file
erp        1300 12 day        none fr 0 strong late_knockout periodic_batch
etat_civil 1000 11 completion all  fr 0 strong rework_loop contention
library    2500 16 completion all  en 0 medium approval_chain skippable_step external_wait
training   1200 12 day        none en 0 strong approval_chain rework_loop
fleet      1100 12 completion role en 0 strong ping_pong late_knockout
complaints 1100 12 full       all  en 0 medium media_break duplicate_check
sports     1400 14 completion none en 0 strong incomplete_file amount_threshold
cantine    1000 11 full       all  fr 0 strong parallelisable_steps re_keying
voirie     1200 12 completion role fr 0 strong media_break skippable_step
logement   1200 12 completion all  fr 0 strong relay_step key_person media_break re_keying
erp        1000 11 full       all  xes 0 strong relay_step low_yield_check
library    1200 12 completion all  en 0 strong amount_threshold key_person
training   1100 12 completion all  en 0 medium external_wait ping_pong
fleet      3000 16 full       all  en 0 medium contention media_break approval_chain re_keying
sports     1000 12 full       all  en 0 strong silo_handovers post_decision_tail
erp         900 11 full       all  fr 0 strong silo_handovers unavailability
complaints 1000 12 full       all  en 0 strong unavailability extraneous_wait
voirie     1300 13 full       all  fr 0 strong automatable_decision micro_steps
fleet      1100 12 completion all  en 0 strong variant_sprawl long_tail
logement   1100 12 full       all  fr 0 medium post_decision_tail micro_steps
library    1000 11 full       all  en 0 strong queue_jumping
"""
SMALL = """
cantine     380 9 completion all  fr 0 strong incomplete_file
voirie      320 8 full       all  fr 0 strong ping_pong
logement    400 9 completion all  fr 0 strong low_yield_check
erp         250 7 completion all  fr 0 strong periodic_batch
etat_civil  380 9 completion role fr 0 strong late_knockout
library     360 8 completion all  en 0 strong rework_loop external_wait
training    300 7 full       all  en 0 strong contention
fleet       260 7 completion none en 0 strong incomplete_file
complaints  400 9 completion all  en 0 strong approval_chain
sports      350 8 completion all  en 0 strong parallelisable_steps
training    150 5 completion all  en 0 strong external_wait
erp         400 9 day        role fr 0 strong rework_loop periodic_batch
"""
# procedure, cases, months, people, style, plant; each with every service at each LOAD
LOADS = """
cantine     800 12 all  fr incomplete_file
voirie      900 12 all  fr ping_pong
logement    800 12 all  fr approval_chain
erp         800 12 all  fr rework_loop
etat_civil  900 12 all  fr media_break
library     900 12 all  en low_yield_check
training    800 12 all  en periodic_batch
complaints  900 12 all  en late_knockout
sports      900 12 all  en duplicate_check
"""
LOAD = (0.5, 0.7, 0.9)
INSTEAD = {"rejects_later": ("low_yield_check", "incomplete_file", "duplicate_check")}
NEEDS_PEOPLE = {
    "key_person", "contention", "unavailability", "micro_steps", "queue_jumping", "form_chain", "robot", "same_person",
}  # fmt: skip
NEEDS_ROLE = NEEDS_PEOPLE | {"ping_pong", "relay_step", "parallelisable_steps", "duplicate_check", "re_keying", "silo_handovers"}
NEEDS_HOURS = NEEDS_PEOPLE | {"parallelisable_steps"}
# What one log does not hold both of: they stand on the same people or beside one another, or the one is the other's trap.
APART = (
    {"low_yield_check", "approval_chain"}, {"skippable_step", "confounded_optional"}, {"micro_steps", "form_chain"},
    {"post_decision_tail", "timer", "instalments"}, {"periodic_batch", "monthly"}, {"amount_threshold", "zero_amounts"},
    {"key_person", "contention", "queue_jumping"}, {"automatable_decision", "amount_threshold"},
    {"late_knockout", "dependent_knockout"}, {"parallelisable_steps", "same_person"}, {"approval_chain", "rare_approval"},
)  # fmt: skip
AS_TWINS = (
    "low_yield_check", "approval_chain", "amount_threshold", "incomplete_file", "rework_loop", "ping_pong", "periodic_batch",
    "parallelisable_steps", "late_knockout", "media_twin", "re_keying", "duplicate_check", "skippable_step", "relay_step",
    "external_wait", "key_person", "silo_handovers", "unavailability", "extraneous_wait", "post_decision_tail", "long_tail",
)  # fmt: skip


def luck(*about: object) -> float:
    """A uniform draw in [0, 1) that no library's version can change."""
    return int.from_bytes(blake2b("/".join(map(str, about)).encode(), digest_size=6).digest(), "big") / 2**48


def fits(name: str, of: str, mode: str, people: str, others: tuple[str, ...]) -> bool:
    """Whether a plant, twin or look-alike can stand in this log beside the others."""
    told = procedure(of)
    known = name in told.words or name in ("key_person", "shutdown") or (name == "zero_amounts" and told.amounts is not None)
    hidden = (
        (mode == "day" and name in NEEDS_HOURS)
        or (people == "none" and name in NEEDS_ROLE)
        or (people == "role" and name in NEEDS_PEOPLE)
    )
    clash = any(name in pair and any(other in pair for other in others) for pair in APART)
    return known and not hidden and not clash and name not in others


def chosen(
    seed: str, among: tuple[str, ...], count: int, of: str, mode: str, people: str, others: tuple[str, ...]
) -> tuple[str, ...]:
    """Some of these, by luck."""
    found: tuple[str, ...] = ()
    # a shutdown can stand in any log: it would stand in most
    for name in sorted(among, key=lambda name: luck(seed, "order", name) + 0.5 * (name == "shutdown")):
        if len(found) < count and fits(name, of, mode, people, others + found):
            found += (name,)
    return found


def dressed(
    name: str, of: str, cases: int, months: int, mode: str, people: str, style: str, outcomes: bool, severity: str,  # noqa: FBT001 - called in one place
    plants: tuple[str, ...], twins: int, decoys: int,
) -> Log:  # fmt: skip
    """A log with its twins and look-alikes."""
    good = chosen(name + "twins", AS_TWINS, twins, of, mode, people, plants)
    odd = chosen(name + "decoys", (*DECOYS, *ELSEWHERE), decoys, of, mode, people, plants + good)
    first = date(2022, 1, 3) + timedelta(weeks=int(luck(name, "first") * 150))
    return Log(name, of, cases, first, months, mode, people, style, 0.03, outcomes, severity, plants, good, odd)


def told(name: str, table: str, twins: int, decoys: int) -> list[Log]:
    """The logs of a table."""
    logs = []
    for number, line in enumerate(table.strip().splitlines(), 1):
        of, cases, months, mode, people, style, outcomes, severity, *plants = line.split()
        planted = tuple(plant for word in plants for plant in INSTEAD.get(word, (word,)))
        logs.append(dressed(
            f"{name}_{number:02}", of, int(cases), int(months), mode, people, style, outcomes == "1", severity, planted,
            int(luck(name, number, "twins") * (twins + 1)), int(luck(name, number, "decoys") * (decoys + 1)),
        ))  # fmt: skip
    return logs


def clean() -> list[Log]:
    """Sixty logs in which nothing is wrong, each with two to four twins and one to three look-alikes."""
    logs, every = [], names()
    for number in range(1, 61):
        name = f"clean_{number:02}"
        of = every[number % len(every)]
        french = procedure(of).language == "fr"
        mode = ("full", "completion", "completion", "completion", "day")[int(luck(name, "mode") * 5)]
        people = "all" if mode == "full" or luck(name, "people") < 0.75 else ("role", "none")[number % 2]
        style = "xes" if luck(name, "style") < 0.08 else "fr" if french else "en"
        logs.append(dressed(
            name, of, 400 + int(luck(name, "cases") * 300), 8 + int(luck(name, "months") * 5), mode, people, style,
            luck(name, "outcomes") < 0.2, "strong", (), 2 + int(luck(name, "twins") * 3), 1 + int(luck(name, "decoys") * 3),
        ))  # fmt: skip
    return logs


def loaded(mode: str) -> list[Log]:
    """One plant each, with all services at one of three loads."""
    logs = []
    for number, line in enumerate(LOADS.strip().splitlines()):
        of, cases, months, people, style, plant = line.split()
        for load in LOAD:
            name = f"loads_{mode}_{number + 1}_{load:.0%}".replace("%", "")
            first = date(2022, 1, 3) + timedelta(weeks=int(luck(name, "first") * 150))
            logs.append(Log(name, of, int(cases), first, int(months), mode, people, style, 0.0, plants=(plant,), load=load))
    return logs


def logs_of(which: str) -> list[Log]:
    """A set by its name."""
    if which == "planted":
        return told("planted", PLANTED, 3, 2)
    if which == "small":
        return told("small", SMALL, 2, 1)
    if which in MODES:
        return loaded(MODES[which])
    return clean()


MODES = {"loads": "completion", "loads_in_days": "day"}
SETS = ("planted", "small", "clean", *MODES)
assert set(AS_TWINS) <= {*PLANTS, "key_person"}
