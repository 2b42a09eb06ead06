"""How many labels are taken for the right step: `python tests/quality/labels.py --check`.

labels.txt is written by hand from what the steps mean. Each step of the packs besides is called as exports call it: unaccented,
in capitals, abbreviated, with codes before or behind; 200 of those variants are made here, from the names and codes of the packs.
The bars are at least 90 % right and at most 1 % wrong, apart for both.
"""

from __future__ import annotations

import argparse
import random
import sys
import unicodedata
from pathlib import Path

from procmap.procedures.matching import Match, match_label
from procmap.procedures.packs import pack_named, packs

RIGHT, WRONG = 0.90, 0.01
VARIANTS = 200
SHORT = (
    ("Transmission", "Transm."), ("Validation", "Valid."), ("Vérification", "Vérif."), ("Contrôle", "Ctrl"),
    ("Réception", "Récept."), ("compte rendu", "CR"), ("bon de commande", "BC"), ("service fait", "SF"),
    ("directeur", "dir."), ("Demande", "Dde"), ("Signature", "Sign."), ("Notification", "Notif."),
    ("fournisseur", "fourn."), ("facture", "fact."), ("procès-verbal", "PV"), ("commission permanente", "CP"),
    ("ordre du jour", "ODJ"), ("Accusé de réception", "AR"), ("chef de service", "chef de sce"),
)  # fmt: skip


def by_hand() -> list[tuple[str, str, str]]:
    """(pack, label, step)."""
    found, pack = [], ""
    for line in Path(__file__).with_name("labels.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        label, _, step = line.partition(" | ")
        if step:
            found.append((pack, label, step))
        else:
            pack = label
    return found


def variants() -> list[tuple[str, str, str]]:
    """The steps as exports would call them."""
    dice = random.Random(20261123)
    steps = [(pack.identity, step) for pack in packs() for step in pack.steps]
    found = []
    while len(found) < VARIANTS:
        pack, step = dice.choice(steps)
        names = [step.name.fr, step.name.en, *step.synonyms[0][1][:3], *(code for _, codes in step.codes for code in codes)]
        found.append((pack, dice.choice(WAYS)(dice.choice(names), dice), step.identity))
    return found


def bare(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def shortened(text: str) -> str:
    for long, short in SHORT:
        text = text.replace(long, short).replace(long.lower(), short.lower())
    return text


WAYS = (
    lambda name, _: bare(name).upper(),
    lambda name, dice: f"{dice.choice(['T', 'ET', 'E'])}{dice.randint(1, 40):02d} {name}",
    lambda name, dice: f"{dice.choice(['BC', 'ET', 'DL'])}-{dice.randint(1, 40):02d} {bare(name)}",
    lambda name, dice: f"{name} ({dice.choice('ABT')}{dice.randint(1, 40)})",
    lambda name, _: bare(name).lower().replace(" ", "_").replace("’", "_"),
    lambda name, _: shortened(name),
    lambda name, _: bare(shortened(name)).upper(),
    lambda name, dice: f"{dice.randint(1, 20)}. {shortened(name)}",
    lambda name, _: f"  {name.replace(' ', '  ')} ",
)


def scored(labelled: list[tuple[str, str, str]]) -> tuple[float, float, list[str]]:
    """(share right of those that have a step, share wrong of all, what went amiss)."""
    amiss, right, wrong, meant = [], 0, 0, 0
    for pack, label, step in labelled:
        match = match_label(pack_named(pack), label)
        found = match.step.identity if isinstance(match, Match) else "-"
        meant += step != "-"
        right += step != "-" and found == step
        wrong += found not in ("-", step)
        if found != step:
            amiss.append(f"{'WRONG ' if found != '-' else 'missed'} {pack}: {label!r} is {step}, taken for {found}")
    return right / meant, wrong / len(labelled), amiss


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true", help="exit 1 where a bar is missed")
    check = parser.parse_args().check
    held = True
    for name, labelled in (("by hand", by_hand()), ("variants", variants())):
        right, wrong, amiss = scored(labelled)
        held &= right >= RIGHT and wrong <= WRONG
        sys.stdout.write("\n".join([f"{name}: {len(labelled)} labels, {right:.1%} right, {wrong:.1%} wrong", *amiss, ""]))
    return int(check and not held)


if __name__ == "__main__":
    sys.exit(main())
