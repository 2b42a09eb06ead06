"""The figures of claims on real logs, counted again: plain loops over the events, and nothing of procmap but its reading.

    python tests/quality/recount.py AUDITS

AUDITS is the folder that ../shared/bench/score_real.py --keep left: one audit per log of real_claims.json. For two claims of grade
A or B of each log (or for all it has) count and of are counted from the events of closed cases; exit 1 where one differs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

import procmap

SHARED = Path(__file__).parents[3] / "shared"
DAY = dt.timedelta(days=1)
NEAR = 0.02
"""Share by which count may differ: a day that only open cases have, a return with a status between, are counted otherwise."""



@dataclass(frozen=True)
class Event:
    """One event."""

    activity: str
    moment: dt.datetime
    person: str | None
    role: str | None


Cases = Sequence[Sequence[Event]]
Counted = tuple[int, int | None]
"""count and of; None where the sentence compares with something that events do not hold."""


def refused(*passing: str, by: Sequence[str] = ()) -> Callable[[Cases, dict], Counted]:
    """Passages of a check, and those that end in a label of refusal."""
    def count(cases: Cases, _: dict) -> Counted:
        events = [event for case in cases for event in case if event.activity in {*passing, *by}]
        return sum(event.activity in by for event in events), len(events)
    return count


def days(activity: str) -> Callable[[Cases, dict], Counted]:
    """Days on which an activity is done, as far as closed cases tell: one that only open cases have is missed."""
    return lambda cases, _: (len({event.moment.date() for case in cases for event in case if event.activity == activity}), None)


def having(activity: str) -> Callable[[Cases, dict], Counted]:
    """Cases with an activity, of all."""
    return lambda cases, _: (sum(any(event.activity == activity for event in case) for case in cases), len(cases))


def back_again(cases: Cases, _: dict) -> Counted:
    """Cases that go from one group to another and straight back."""
    runs = [[role for role, _ in groupby(event.role for event in case) if role is not None] for case in cases]
    return sum(any(a == c != b for a, b, c in zip(run, run[1:], run[2:], strict=False)) for run in runs), len(cases)


def longer(cases: Cases, claim: dict) -> Counted:
    """Cases that take longer than the days named."""
    far = claim["evidence"]["figures"]["tail_days"]
    return sum(round((case[-1].moment - case[0].moment) / DAY, 1) > far for case in cases), len(cases)


def returned(asked: str, first: str, work: str) -> Callable[[Cases, dict], Counted]:
    """Cases in which a step comes again right after another one that it had come before; work has labels that begin so."""
    def count(cases: Cases, _: dict) -> Counted:
        paths = [[event.activity for event in case if event.activity.startswith(work)] for case in cases]
        back = [
            any(pair == (asked, first) and first in path[:at] for at, pair in enumerate(pairwise(path))) for path in paths
        ]
        return sum(back), sum(first in path for path in paths)
    return count


def travel(kind: str, who: str, *, final: bool = False, rejects: bool = True) -> Callable[[Cases, dict], Counted]:
    """The approval of one kind of document by one role, in the labels of the travel logs."""
    passing = [f"{kind} FINAL_APPROVED by {who}"] if who == "DIRECTOR" else [f"{kind} APPROVED by {who}"]
    passing += [f"{kind} FINAL_APPROVED by {who}"] if final else []
    return refused(*passing, by=[f"{kind} REJECTED by {who}"] if rejects else [])


DECLARATION, PERMIT, REQUEST = "Declaration", "Permit", "Request For Payment"
CLAIMS: dict[str, tuple[tuple[str, str, Callable[[Cases, dict], Counted]], ...]] = {
    "travel_domestic": (
        ("low_yield_check", f"{DECLARATION} APPROVED by BUDGET OWNER", travel(DECLARATION, "BUDGET OWNER")),
        ("periodic_batch", "Payment Handled", days("Payment Handled")),
    ),
    "travel_international": (
        ("low_yield_check", f"{DECLARATION} APPROVED by SUPERVISOR", travel(DECLARATION, "SUPERVISOR", final=True)),
        ("low_yield_check", f"{PERMIT} APPROVED by SUPERVISOR", travel(PERMIT, "SUPERVISOR", final=True)),
        ("low_yield_check", f"{PERMIT} APPROVED by ADMINISTRATION", travel(PERMIT, "ADMINISTRATION")),
    ),
    "travel_permits": (
        ("low_yield_check", f"{REQUEST} APPROVED by SUPERVISOR", travel(REQUEST, "SUPERVISOR", final=True)),
        ("low_yield_check", f"{PERMIT} FINAL_APPROVED by DIRECTOR", travel(PERMIT, "DIRECTOR")),
        ("periodic_batch", "Payment Handled", days("Payment Handled")),
    ),
    "travel_payment_requests": (("periodic_batch", "Payment Handled", days("Payment Handled")),),
    "travel_prepaid": (
        ("low_yield_check", f"{PERMIT} APPROVED by ADMINISTRATION", travel(PERMIT, "ADMINISTRATION")),
        ("low_yield_check", f"{PERMIT} FINAL_APPROVED by DIRECTOR", travel(PERMIT, "DIRECTOR", rejects=False)),
    ),
    "receipt": (
        ("media_break", "T05 Print and send confirmation of receipt", having("T05 Print and send confirmation of receipt")),
        ("long_tail", "T05 Print and send confirmation of receipt", longer),
    ),
    "road_fines": (("periodic_batch", "Send for Credit Collection", days("Send for Credit Collection")),),
    "purchase_orders_2019_segment": (("periodic_batch", "Clear Invoice", days("Clear Invoice")),),
    "purchasing_demo": (("low_yield_check", "Approve Purchase Order for payment", refused("Approve Purchase Order for payment")),),
    "loans_2012": (
        ("incomplete_file", "W_Valideren aanvraag", returned("W_Nabellen incomplete dossiers", "W_Valideren aanvraag", "W_")),
    ),
    "incidents_2013": (("ping_pong", "Accepted", back_again),),
    "extract_ping_pong": (("ping_pong", "Accepted", back_again),),
}  # fmt: skip


def cases_of(path: Path, zone: str) -> Cases:
    """The closed cases of a log, in their order."""
    log = procmap.read_log(path, time_zone=zone)
    frames = procmap.tables(log)
    closed = set(frames["cases"].loc[frames["cases"]["closed"], "case"])
    events = frames["events"]
    found: dict[str, list[Event]] = {}
    wanted = ("case:concept:name", "concept:name", "time:timestamp", "org:resource", "org:role")
    columns = [events[name] for name in wanted]
    for case, activity, moment, person, role in zip(*(column.tolist() for column in columns), strict=True):
        if case in closed:
            known = [value if isinstance(value, str) else None for value in (person, role)]
            found.setdefault(case, []).append(Event(activity, moment.to_pydatetime(), *known))
    return list(found.values())


def main() -> int:
    """Count every claim again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("audits", type=Path)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    logs = json.loads((SHARED / "bench" / "real_claims.json").read_text(encoding="utf-8"))["logs"]
    wrong = 0
    for name, claims in CLAIMS.items():
        if given.only and given.only not in name:
            continue
        found = json.loads((given.audits / name / "findings.json").read_text(encoding="utf-8"))["findings"]
        cases = cases_of(SHARED / logs[name]["file"], logs[name]["zone"])
        for detector, first, again in claims:
            mine = [f for f in found if f["detector"] == detector and f["activities"][0] == first and f["grade"] in "AB"]
            claim = next(iter(mine), None)
            if claim is None:
                sys.stdout.write(f"{name}: no claim {detector} {first}\n")
                wrong += 1
                continue
            count, of = again(cases, claim)
            evidence = claim["evidence"]
            same = abs(count - evidence["count"]) <= NEAR * evidence["count"] and of in (None, evidence["of"])
            told = "DIFFERENT" if not same else "same" if count == evidence["count"] else "near"
            sys.stdout.write(f"{name}: {told} {detector} {first}: {evidence['count']}/{evidence['of']}, again {count}/{of}\n")
            wrong += not same
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
