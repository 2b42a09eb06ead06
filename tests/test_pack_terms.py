"""The terms of a pack counted on a whole log are those that term_of counts case by case, on logs of any order and repetition."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pytest

from procmap.detectors.waiting.deadline_breach.due_days import NONE
from procmap.detectors.waiting.deadline_breach.pack_terms import count_kept, find_terms
from procmap.engine import Engine
from procmap.log import build_log
from procmap.log.calendar import DAY, EPOCH, HOUR
from procmap.measures import measure
from procmap.procedures.matching import match_labels
from procmap.procedures.packs import pack_named
from procmap.procedures.procedure import Procedure
from procmap.procedures.terms import Interruption, term_of

ORDERS = pack_named("bon_de_commande")
TERM = next(one for one in ORDERS.deadlines if one.identity == "dgp")
INVOICE, DELIVERY, PAID = "Réception de la facture", "Livraison", "Paiement"
PAUSED, COMPLETE, ORDERED = "Suspension de la facture", "Facture complétée par le fournisseur", "Mandatement"
FIRST = 19_800
CASES = 400


def cases(seed):
    """Days of each step of each case: any order, any step twice or left out."""
    dice = random.Random(seed)
    usual = {INVOICE: 1, DELIVERY: 1, PAID: 1, ORDERED: 1, PAUSED: 0.6, COMPLETE: 0.5}
    drawn = []
    for _ in range(CASES):
        begun = FIRST + dice.randrange(300)
        days = {step: [] for step in usual}
        for step, chance in usual.items():
            for often in (chance * 0.95, chance * 0.2):
                if dice.random() < often:
                    days[step].append(begun + dice.randrange(90))
        drawn.append({"Demande d'achat": [begun - 1], **days, "Archivage": [begun + 95]})
    return drawn


def stored(engine, drawn):
    rows = [
        (f"C{number:04d}", step, day * DAY + 9 * HOUR)
        for number, days in enumerate(drawn) for step, on in days.items() for day in on
    ]  # fmt: skip
    names, labels, times = zip(*rows, strict=True)
    columns = {"case_name": np.array(names, dtype=object), "activity_name": np.array(labels, dtype=object), "time": np.array(times)}
    engine.load("written", {"pos": np.arange(len(rows)), **columns})
    nothing = ", ".join(f"cast(null as varchar) as {name}_name" for name in ("resource", "role", "outcome", "channel"))
    engine.table(
        "source_event",
        f"""select pos, case_name, activity_name, time, {nothing}, cast(null as bigint) as start,
                   cast(null as bigint) as amount from written order by pos""",
    )


def kept(days, last, closed):
    """Whether the case is late: None where the term is not over, or does not tell."""
    begun = min([*days[INVOICE], *days[DELIVERY]], default=None)
    if begun is None:
        return None
    ended = min((day for day in days[PAID] if day >= begun), default=None)
    upto = {step: sorted(day for day in on if ended is None or day <= ended) for step, on in days.items()}
    if ended is None or not upto[INVOICE] or not upto[DELIVERY]:
        return None
    starts = [upto[INVOICE][-1], upto[DELIVERY][-1]]
    closing = upto[ORDERED][-1] if upto[ORDERED] else None
    on = [day for day in upto[PAUSED] if day >= min(starts)]
    if closing in on and not any(day < closing for day in on):
        return None
    date = lambda day: None if day is None else EPOCH + dt.timedelta(days=day)
    held = [Interruption(date(day), date(min((one for one in days[COMPLETE] if one >= day), default=None))) for day in on]
    term = term_of(TERM, [date(day) for day in starts], held, date(closing), closed)
    return None if term.due is None or term.due >= date(last) else bool(term.late(date(ended)))


@pytest.mark.parametrize("seed", range(4))
def test_the_log_as_a_whole_says_what_each_case_says(seed):
    drawn = cases(seed)
    with Engine(threads=1) as engine:
        stored(engine, drawn)
        log = build_log(engine)
        measures = measure(log, procedure=Procedure(ORDERS, match_labels(ORDERS, log.activities), named=True))
        found = next(one for one in find_terms(measures) if one.deadline.identity == "dgp")
        counted = count_kept(measures, found)
        last = max(day for days in drawn for on in days.values() for day in on)
        said = [kept(days, last, frozenset()) for days in drawn]
        assert (counted.count, counted.of) == (sum(one is True for one in said), sum(one is not None for one in said))
        assert 0 < counted.count < counted.of
        assert counted.paused
        late = [number for number, one in enumerate(said) if one]
        names = log.case_names(list(counted.examples))
        assert {int(name[1:]) for name in names} <= {*late}
        assert NONE not in counted.examples
