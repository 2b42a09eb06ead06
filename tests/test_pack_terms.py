"""The terms of a pack counted on a whole log are those that term_of counts case by case, on logs of any order and repetition."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pytest

from procmap.detectors.waiting.deadline_breach.due_days import NONE
from procmap.detectors.waiting.deadline_breach.pack_terms import count_kept, find_terms
from procmap.log import build_log
from procmap.log.calendar import DAY, EPOCH, HOUR
from procmap.measures import measure
from procmap.measures.time.spans import find_spans
from procmap.procedures.matching import match_labels
from procmap.procedures.packs import pack_named
from procmap.procedures.procedure import Procedure
from procmap.procedures.terms import Interruption, term_of

from .conftest import fresh_engine

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
    with fresh_engine() as engine:
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


def days_to_pay(days):
    """Of one case, from the latest of invoice and delivery up to the last payment; None where a step lacks."""
    if not days[PAID]:
        return None
    paid = max(days[PAID])
    begun = [max((day for day in days[step] if day <= paid), default=None) for step in (INVOICE, DELIVERY)]
    return None if None in begun else paid - max(begun)


@pytest.mark.parametrize("seed", range(2))
def test_the_days_between_steps_are_those_of_each_case(seed):
    drawn = cases(seed)
    with fresh_engine() as engine:
        stored(engine, drawn)
        log = build_log(engine)
        found = find_spans(log, [[INVOICE], [DELIVERY]], [PAID])
        assert find_spans(log, [[INVOICE], ["Nowhere"]], [PAID]) is None
    took = sorted(days for one in drawn if (days := days_to_pay(one)) is not None)
    assert 50 < len(took) < CASES
    assert (found.cases, found.mean) == (len(took), pytest.approx(sum(took) / len(took)))
    assert sum(days <= found.most for days in took) >= 0.9 * len(took) > sum(days < found.most for days in took)


def test_the_report_holds_the_time_to_pay_against_that_of_others(procmap, tmp_path):
    rows = ["Dossier;Étape;Date"]
    for number in range(100):
        at = lambda day, n=number: (dt.date(2025, 3, 3) + dt.timedelta(days=n + day)).strftime("%d/%m/%Y 09:00")
        steps = (("Demande d'achat", 0), ("Engagement comptable", 2), (DELIVERY, 10), (INVOICE, 12), (ORDERED, 20))
        rows += [f"BC{number};{step};{at(day)}" for step, day in (*steps, (PAID, 40 if number < 20 else 22))]
    (tmp_path / "log.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    told = {"fr": "13,6 jours en moyenne, 28 jours ou moins pour 90 % (100 dossiers)", "en": "13.6 days on average"}
    for language, said in told.items():
        done = procmap("audit", tmp_path / "log.csv", "--out", tmp_path / language, "--quiet", "--pack", "bon_de_commande",
                       "--language", language)  # fmt: skip
        assert done.code == 0, done.err
        page = (tmp_path / language / "report.html").read_text(encoding="utf-8").replace("\u202f", " ").replace("\u00a0", " ")
        assert said in page
        assert ("19,3 jours" if language == "fr" else "19.3 days") in page
