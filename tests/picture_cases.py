"""Audits for the tests of the picture: procedures simulated from a seed, and hand-made ones."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from procmap.findings import Automate, BoundLoop, Condition, Evidence, Finding, Gain, Interval, Legal, Remove, SetPeriod
from procmap.judgement.plan import Plan
from procmap.measures.figures import ActivityFigures, CycleTime, FlowFigures, ProcessFigures, VariantFigures
from procmap.report.audit import Audit, LogSummary, Provenance

VERBS = [
    "Contrôler",
    "Viser",
    "Enregistrer",
    "Instruire",
    "Valider",
    "Signer",
    "Transmettre",
    "Notifier",
    "Archiver",
    "Réceptionner",
]
NOUNS = [
    "la demande",
    "le dossier de subvention",
    "la recevabilité administrative et technique",
    "le bon de commande",
    "l’engagement juridique",
    "la délibération du conseil départemental",
    "le service fait",
    "les pièces justificatives complémentaires",
    "le courrier",
    "l’avis de la commission permanente",
]
ROLES = [
    "Service demandeur",
    "Direction des finances",
    "Secrétariat général",
    "Direction des achats et de la commande publique",
    "Archives",
    "Cabinet",
    "Service instructeur de l’aménagement",
    "Élu délégué",
    "Trésorerie",
    "Courrier",
]


@dataclass(frozen=True)
class OtherEdit:
    """An edit of a kind that may join the union later."""

    activities: tuple[str, ...]
    op: str


def figures(
    traces: list[list[str]], roles: dict[str, str | None], days: dict[str, float], mean: float
) -> ProcessFigures:
    """The figures of traces whose steps have given durations."""
    position: dict[str, list[float]] = {}
    flows: Counter[tuple[str | None, str | None]] = Counter()
    instances: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for trace in traces:
        cases.update(set(trace))
        for place, name in enumerate(trace):
            instances[name] += 1
            position.setdefault(name, []).append(place / max(len(trace) - 1, 1))
        flows.update(zip([None, *trace], [*trace, None], strict=True))
    order = sorted(position, key=lambda name: (sum(position[name]) / len(position[name]), name))
    handovers = sum(roles[a] != roles[b] for trace in traces for a, b in pairwise(trace))
    return ProcessFigures(
        len(traces),
        tuple(
            ActivityFigures(name, roles[name], instances[name], cases[name], days[name] * 6, days[name])
            for name in order
        ),
        tuple(
            FlowFigures(a, b, count, count, 3.0, 0.4)
            for (a, b), count in sorted(flows.items(), key=lambda item: (-item[1], item[0][0] or "", item[0][1] or ""))
        ),
        tuple(VariantFigures(path, count) for path, count in Counter(map(tuple, traces)).most_common()),
        sum(map(len, traces)) / len(traces),
        handovers / len(traces),
        1.4,
        CycleTime(mean, mean * 0.8, mean * 5, mean * 4),
    )


def audit(
    before: ProcessFigures,
    after: ProcessFigures,
    findings: list[Finding],
    shares: dict[str, float],
    *,
    language: str = "fr",
    title: str = "Demande d’achat",
) -> Audit:
    """An audit whose plan accepts the findings that have a share (days)."""
    total = sum(shares.values())
    joint = Interval(total, total * 0.8, total * 1.2)
    return Audit(
        title,
        language,
        LogSummary(
            "log.csv",
            "0" * 64,
            before.cases,
            before.cases,
            100,
            len(before.activities),
            100,
            0,
            "2024-09-02T09:21:25",
            "2025-09-12T16:40:02",
            "Europe/Paris",
            "",
            None,
            (),
        ),
        before,
        after,
        tuple(findings),
        (),
        (),
        Plan(
            (),
            tuple(shares),
            Gain(joint, joint, joint, joint, "joint") if shares else None,
            tuple((identity, days * 5, days) for identity, days in shares.items()),
        ),
        Provenance("0.1.0", "2025-10-01"),
    )


def finding(
    identity: str,
    edit: object,
    *,
    days: float = 1.0,
    grade: str = "A",
    detector: str = "low_yield_check",
    legal: str = "free",
) -> Finding:
    """A finding on the activities of its edit."""
    gain = Interval(days, days * 0.7, days * 1.3)
    return Finding(
        detector,
        edit.activities,
        (),
        "trust",
        Evidence(1, 100, "cases", 0.01),
        edit,
        edit,
        grade=grade,
        legal=Legal(legal, "Code R. 212-14" if legal == "legal" else None),
        gain=Gain(gain, gain, gain, gain, "remove"),
        identity=identity,
    )


def random_audit(seed: int, *, language: str = "fr", accepted: bool = True) -> Audit:
    """A procedure of 5 to 40 activities and 1 to 10 lanes, with skips, loops and parallel steps, and a plan for it."""
    dice = random.Random(seed)
    count, lanes = dice.randint(5, 40), dice.randint(1, 10)
    names = [f"{dice.choice(VERBS)} {dice.choice(NOUNS)} {number}" for number in range(count)]
    roles: dict[str, str | None] = {name: dice.choice(ROLES[:lanes]) for name in names}
    if dice.random() < 0.2:
        roles[dice.choice(names)] = None
    days = {name: dice.choice([0.01, 0.2, 1.4, 4.0, 9.5]) for name in names}
    skip = {name: dice.choice([0, 0, 0, 0.1, 0.3, 0.97]) for name in names}
    back = {name: dice.randint(1, 5) for name in names if dice.random() < 0.15}
    swap = {number for number in range(count - 1) if dice.random() < 0.15}
    traces = [_trace(dice, names, skip, back, swap) for _ in range(150)]
    picked = dice.sample(names, min(count, 7))
    edits = [
        Remove((picked[0],)),
        Condition((picked[1],), "sample 10 %", 0.9),
        SetPeriod(picked[2], 0),
        BoundLoop((picked[3],), (picked[4],)),
        Automate((picked[0], picked[1])),
        Condition((picked[2],), "amount", minimum=500000),
        OtherEdit((picked[1], picked[3]), "merge"),
    ]
    edits[dice.randint(0, 5)] = OtherEdit((picked[-2],), "assign")
    findings = [
        finding(
            f"F{number + 1:02d}",
            edit,
            days=dice.random() * 2,
            grade=dice.choice("AB"),
            legal=dice.choice(["free", "legal"]),
        )
        for number, edit in enumerate(edits)
    ]
    shares = (
        {one.identity: one.gain.expected_days.estimate for one in findings[: dice.randint(1, 6)] if one.gain}
        if accepted
        else {}
    )
    gone = {picked[0], picked[4]}
    shorter = [[name for name in trace if name not in gone] or [names[-1]] for trace in traces]
    moved = {**roles, picked[-2]: dice.choice(ROLES[:lanes])}
    mean = 30.0
    after = figures(shorter, moved, {**days, picked[2]: 0.1}, mean - sum(shares.values()))
    before = figures(traces, roles, days, mean)
    return audit(before, after if shares else before, findings, shares, language=language)


def _trace(
    dice: random.Random, names: list[str], skip: dict[str, float], back: dict[str, int], swap: set[int]
) -> list[str]:
    order = list(names)
    for number in swap:
        if dice.random() < 0.5:
            order[number], order[number + 1] = order[number + 1], order[number]
    trace: list[str] = []
    place, turns = 0, 0
    while place < len(order):
        name = order[place]
        if dice.random() >= skip[name]:
            trace.append(name)
        if name in back and turns < 3 and dice.random() < 0.15:
            turns += 1
            place = max(place - back[name], 0)
            continue
        place += 1
    return trace or [names[-1]]


PURCHASE = [
    ("Créer la demande d’achat", "Service demandeur", 0.3),
    ("Viser la demande (chef de bureau)", "Service demandeur", 2.1),
    ("Viser la demande (directeur)", "Service demandeur", 3.4),
    ("Contrôler le budget", "Direction des finances", 5.4),
    ("Demander un complément", "Direction des finances", 6.0),
    ("Saisir dans SIGAP", "Direction des achats", 1.6),
    ("Ressaisir dans Chorus", "Direction des finances", 2.0),
    ("Établir le bon de commande", "Direction des achats", 1.2),
    ("Signer l’engagement", "Secrétariat général", 6.2),
    ("Notifier le fournisseur", "Direction des achats", 0.5),
    ("Constater le service fait", "Service demandeur", 12.0),
    ("Liquider la facture", "Direction des finances", 7.5),
    ("Archiver le dossier papier", "Direction des achats", 1.5),
]


def purchase(language: str = "fr", *, accepted: bool = True) -> Audit:
    """Thirteen steps, four services; checks that stop little, a loop, a re-entry, a signature too high, a batch."""
    names = [name for name, _, _ in PURCHASE]
    roles: dict[str, str | None] = {name: role for name, role, _ in PURCHASE}
    days = {name: value for name, _, value in PURCHASE}
    dice = random.Random(1)
    traces = []
    for _ in range(1240):
        trace = [names[0], names[1]]
        trace += [names[2]] if dice.random() < 0.8 else []
        trace.append(names[3])
        while dice.random() < 0.18:
            trace += [names[4], names[3]]
        trace += names[5:12]
        trace += [names[12]] if dice.random() < 0.9 else []
        traces.append(trace)
    findings = [
        finding("F01", Condition((names[2],), "sample 10 %", 0.9), days=2.4),
        finding("F02", BoundLoop((names[3],), (names[4],), 0.8), days=1.1, detector="incomplete_file"),
        finding("F03", Remove((names[6],)), days=2.0, detector="re_keying"),
        finding("F04", OtherEdit((names[8],), "assign"), days=4.6, detector="approval_chain"),
        finding("F05", SetPeriod(names[11], 0), days=3.1, detector="periodic_batch"),
        finding(
            "F06", Condition((names[1],), "amount", minimum=500000), days=0.7, grade="B", detector="amount_threshold"
        ),
        finding("F07", Remove((names[12],)), days=1.2, grade="B", detector="media_break", legal="legal"),
    ]
    before = figures(traces, roles, days, 43.7)
    shares = {"F01": 2.3, "F02": 1.0, "F03": 2.0, "F04": 4.5, "F05": 3.0}
    if not accepted:
        return audit(before, before, findings, {}, language=language)
    shorter = []
    for number, trace in enumerate(traces):
        kept = [name for name in trace if name != names[6] and (name != names[2] or number % 10 == 0)]
        if names[4] in kept and number % 5:
            kept = [name for name in kept if name != names[4]]
            first = kept.index(names[3])
            kept = [name for place, name in enumerate(kept) if name != names[3] or place == first]
        shorter.append(kept)
    after = figures(
        shorter, {**roles, names[8]: "Direction des achats"}, {**days, names[8]: 1.0, names[11]: 2.2}, 43.7 - 12.8
    )
    return audit(before, after, findings, shares, language=language)
