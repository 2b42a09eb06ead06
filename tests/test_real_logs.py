"""Public logs, whole audits: counts and directly-follows as others count them, and what their authors published."""

import gzip
import html
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import pytest

from .conftest import DATA, SEVEN, fresh_engine

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public logs are not beside the project")

LOGS = {
    "batches/event_log_1.csv": None,
    "batches/event_log_2.csv": None,
    "batches/event_log_3.csv": None,
    "batches/event_log_4.csv": None,
    "credentials/AcademicCredentials.csv.gz": (954, 4928, 16),
    "purchasing_2019/16_bpic2019_1t_per_variant.xes.gz": (11973, 338247, 42),
    "purchasing_2019/Log_Cluster_Consignment_2.xes.gz": None,
    "purchasing_2019/Log_Cluster_Consignment_3.xes.gz": None,
    "purchasing_2019/Log_Cluster_Consignment_Other.xes.gz": None,
    "purchasing_demo/PurchasingExample.csv": (608, 9119, 21),
    "receipt_permit/receipt.csv": (1434, 8577, 27),
    "receipt_permit/receipt.xes.gz": (1434, 8577, 27),
    "road_fines/road_fine.xes.gz": (150370, 561470, 11),
    "travel_2020/DomesticDeclarations.xes.gz": (10357, 55628, None),
    "travel_2020/InternationalDeclarations.xes.gz": (6323, 70727, None),
    "travel_2020/PermitLog.xes.gz": (6426, 81092, None),
    "travel_2020/PrepaidTravelCost.xes.gz": (2007, 17507, None),
    "travel_2020/RequestForPayment.xes.gz": (6760, 36072, None),
    "waiting_causes/manual_log_1.csv": None,
    "waiting_causes/manual_log_2.csv": None,
    "waiting_causes/manual_log_3.csv": None,
}
LARGE = {
    "16_bpic2019_1t_per_variant", "road_fine", "DomesticDeclarations", "InternationalDeclarations", "PermitLog",
    "RequestForPayment",
}  # fmt: skip
"""Read by a reader of a dozen lines, which takes a tenth of the time of pm4py's own (minutes for some) and counts the same."""


def stem(name):
    return name.split("/")[1].split(".")[0]


@dataclass(frozen=True)
class Seen:
    audit: object
    stray: dict
    concurrent: frozenset

    def found(self, *detectors, firm=True):
        """Findings of the detectors, minor ones too; questions left out where `firm`."""
        return [
            f for f in (*self.audit.findings, *self.audit.minor)
            if f.detector in (detectors or SEVEN) and not (firm and f.grade == "C")
        ]  # fmt: skip

    def named(self, *detectors, firm=True):
        return {label for f in self.found(*detectors, firm=firm) for label in f.activities}


@pytest.fixture(scope="module")
def seen():
    """The audit of a log; each is read once."""
    from procmap import flow
    from procmap.config import Config
    from procmap.judgement import choices

    kept = {}

    def see(name):
        if name not in kept:
            with fresh_engine(2) as engine, pytest.MonkeyPatch.context() as patch:
                if stem(name) in LARGE:
                    patch.setattr(choices, "EVENTS", 0)  # nothing is asked here of sets of proposals beside the plan
                audit = flow.audit_source(DATA / name, Config(language="en"), engine).audit
                labels = dict(engine.rows("select activity, activity_name from activity_"))
                pairs = engine.rows("select a, b from concurrent_pair")
                both = frozenset(frozenset((labels[a], labels[b])) for a, b in pairs)
            kept[name] = Seen(audit, dict(re.findall(r"events are dated in (\d+), (far)", " ".join(audit.log.notes))), both)
        return kept[name]

    return see


def test_every_log_is_listed():
    endings = (".csv", ".csv.gz", ".xes", ".xes.gz")
    there = {p.relative_to(DATA).as_posix() for p in DATA.rglob("*") if p.name.endswith(endings) and "_expected" not in p.name}
    assert there == set(LOGS)


def by_pm4py(path, columns):
    """Directly-follows, start and end counts of pm4py on what it reads from the same file."""
    import pandas as pd
    import pm4py

    if ".xes" in path.name:
        frame = pm4py.read_xes(str(path), variant="iterparse", show_progress_bar=False)
    else:
        read = pd.read_csv(path, dtype=str)
        frame = pd.DataFrame({key: read[columns[key]] for key in ("case", "activity", "time")})
        frame["time"] = pd.to_datetime(frame["time"], utc=True, format="ISO8601")
        frame = pm4py.format_dataframe(frame, case_id="case", activity_key="activity", timestamp_key="time")
    return len(frame), pm4py.discover_dfg(frame)


def by_hand(path):
    """The same from the XML as text: events of each case by moment, equal moments in the order of the file."""

    def value(text, key):
        begin = text.index(key) + len(key)
        return text[begin : text.index(b'"', begin)]

    label, moment = b'key="concept:name" value="', b'key="time:timestamp" value="'
    cases = defaultdict(list)
    with gzip.open(path) as file:
        _, *traces = file.read().split(b"<trace>")
    for trace in traces:
        head, *events = trace.split(b"<event>")
        cases[value(head, label)] += [(value(one, moment), value(one, label)) for one in events]
    follows, starts, ends, rows = Counter(), Counter(), Counter(), 0
    utc = {text: datetime.fromisoformat(text.decode()).timestamp() for events in cases.values() for text, _ in events}
    for events in cases.values():
        labels = [label for _, label in sorted(events, key=lambda pair: utc[pair[0]])]
        rows += len(labels)
        follows.update(pairwise(labels))
        starts[labels[0]] += 1
        ends[labels[-1]] += 1
    plain = {text: html.unescape(text.decode()) for events in cases.values() for _, text in events}
    named = {(plain[a], plain[b]): times for (a, b), times in follows.items()}
    return rows, (named, {plain[a]: n for a, n in starts.items()}, {plain[a]: n for a, n in ends.items()})


@pytest.mark.parametrize("name", LOGS)
def test_counts_and_directly_follows_are_those_that_others_count(seen, name):
    audit = seen(name).audit
    rows, (follows, starts, ends) = (
        by_hand(DATA / name) if stem(name) in LARGE
        else by_pm4py(DATA / name, {kind: column for kind, column, _ in audit.log.columns})
    )  # fmt: skip
    counted = {(flow.source, flow.target): flow.count for flow in audit.before.flows}
    assert {pair: n for pair, n in counted.items() if None not in pair} == {(str(a), str(b)): n for (a, b), n in follows.items()}
    assert {b: n for (a, b), n in counted.items() if a is None} == starts
    assert {a: n for (a, b), n in counted.items() if b is None} == ends
    log = audit.log
    assert (log.events, log.rows_read, log.rows_rejected) == (rows, rows, 0)
    if LOGS[name]:
        cases, events, activities = LOGS[name]
        assert (log.cases, log.events) == (cases, events)
        assert activities in (None, log.activities)


def test_domestic_declarations(seen):
    log = seen("travel_2020/DomesticDeclarations.xes.gz")
    (owner,) = log.found("low_yield_check")
    assert {label.split(" by ")[1] for label in owner.activities} == {"BUDGET OWNER"}  # no SUPERVISOR, ADMINISTRATION, PRE_APPROVER
    assert (owner.evidence.count, owner.evidence.of, round(owner.evidence.upper, 4)) == (57, 2804, 0.0253)
    assert not {"SUPERVISOR", "ADMINISTRATION", "PRE_APPROVER"} & {
        label.split(" by ")[-1] for label in log.named("low_yield_check", "approval_chain")
    }
    (back,) = log.found("ping_pong")
    assert (set(back.roles), back.evidence.count) == ({"EMPLOYEE", "ADMINISTRATION"}, 830)
    (batch,) = log.found("periodic_batch", firm=False)
    assert (batch.activities, batch.evidence.count) == (("Payment Handled",), 195)
    # amount 0 stands for missing: what it seems to teach about refusals is no threshold
    assert not log.found("amount_threshold", firm=False)
    (tail,) = log.found("post_decision_tail")
    assert tail.activities == ("Declaration FINAL_APPROVED by SUPERVISOR", "Payment Handled")
    assert dict(tail.evidence.figures)["median_days"] == pytest.approx(5.3, abs=0.1)


def test_international_declarations(seen):
    log = seen("travel_2020/InternationalDeclarations.xes.gz")
    low = {f.activities: f for f in log.found("low_yield_check", "approval_chain")}
    (director,) = [f for labels, f in low.items() if any(x.startswith("Permit") and x.endswith("DIRECTOR") for x in labels)]
    assert director.evidence.count == 0
    assert director.evidence.upper <= 0.006
    assert not [x for labels in low for x in labels if x.startswith("Declaration") and x.endswith("ADMINISTRATION")]


def test_requests_for_payment(seen):
    log = seen("travel_2020/RequestForPayment.xes.gz")
    assert not [label for label in log.named(firm=False) if label.endswith("DIRECTOR")]


def receipt_steps(labels):
    return {label.split()[0] for label in labels}


@pytest.mark.parametrize("ending", ["csv", "xes.gz"])
def test_receipt(seen, ending):
    log = seen(f"receipt_permit/receipt.{ending}")
    (paper,) = log.found("media_break")
    assert (receipt_steps(paper.activities), paper.evidence.count) == ({"T05"}, 1300)
    assert not {"T02", "T12", "T17"} & receipt_steps(log.named())
    (small,) = log.found("micro_steps")
    assert receipt_steps(small.activities) == {"T06", "T10"}  # and not T04 with T05: the same person in 71.8 % only
    pairs = {tuple(sorted(receipt_steps(pair))) for pair in log.concurrent}
    expected = {("T02", "T06"), ("T02", "T10"), ("T04", "T06"), ("T04", "T10"), ("T05", "T10")}
    assert expected <= pairs
    assert not pairs & {("T06", "T10"), ("T04", "T05")}


def test_receipt_holds_too_little_of_the_time_to_its_deadlines(seen):
    # case:enddate lies after case:deadline in 377 of 1,329 cases, but the log shows the intake only
    (asked,) = seen("receipt_permit/receipt.csv").found("deadline_breach", firm=False)
    assert (asked.grade, asked.aspect, asked.prudent) == ("C", "unseen", None)
    assert (asked.evidence.count, asked.evidence.of) == (30, 1278)
    assert dict(asked.evidence.figures)["begun_late"] == 60


def test_receipt_as_csv_and_as_xes_gives_the_same_findings(seen):
    one, other = (seen(f"receipt_permit/receipt.{ending}").audit for ending in ("csv", "xes.gz"))
    assert (one.findings, one.minor, one.not_evaluable) == (other.findings, other.minor, other.not_evaluable)
    assert (one.plan, one.before, one.after) == (other.plan, other.before, other.after)


def test_road_fines(seen):
    log = seen("road_fines/road_fine.xes.gz")
    assert "Send for Credit Collection" in log.named("periodic_batch")
    assert "Add penalty" not in log.named(firm=False)
    assert "Payment" not in log.named("rework_loop", "incomplete_file", "ping_pong", firm=False)


def test_stray_dates_are_named_and_left_out_of_the_period(seen):
    log = seen("purchasing_2019/16_bpic2019_1t_per_variant.xes.gz")
    assert {"1948", "2008", "2020"} <= log.stray.keys()
    assert "2016" <= log.audit.log.first[:4] <= log.audit.log.last[:4] <= "2019"
    assert log.audit.before.cycle_time.mean_days < 365
