"""Rows to files, as exports look: noise, columns, encodings, XES."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

from generator.building import Log
from generator.simulation import Row, World
from generator.truth import Made, labels

PARIS = ZoneInfo("Europe/Paris")
OUTCOMES = {
    "fr": {"passed": "Favorable", "refused": "Défavorable", "returned": "Retourné", "": ""},
    "en": {"passed": "Favourable", "refused": "Unfavourable", "returned": "Returned", "": ""},
}
COMPUTED = {"fr": "Valeur calculée", "en": "Computed value"}


def damaged(log: Log, world: World, rows: list[Row]) -> list[Row]:
    """One damage in some cases: two events change places, one is missing, one stands twice. Never the first or the last."""
    cases: dict[int, list[Row]] = {}
    for row in rows:
        cases.setdefault(row.case, []).append(row)
    found: list[Row] = []
    for case, trace in cases.items():
        if len(trace) >= 4 and world.luck(case, "noise") < log.noise:
            place = 1 + int(world.luck(case, "noise", "place") * (len(trace) - 3))
            kind, here, following = int(world.luck(case, "noise", "kind") * 3), trace[place], trace[place + 1]
            if kind == 0:
                trace[place] = here._replace(start=following.start, end=following.end)
                trace[place + 1] = following._replace(start=here.start, end=here.end)
            elif kind == 1:
                del trace[place]
            else:
                trace.insert(place, here)
        found += trace
    return sorted(found, key=lambda row: (row.end, row.case, row.start, row.label))


def people(made: Made) -> dict[str, str]:
    """Names for the people, numbered over the services."""
    every = [f"{name}/{n}" for name, service in sorted(made.run.services.items()) for n in range(service.people)]
    form = "Agent {:03}" if made.log.told.language == "fr" else "user{:03}"
    machine = {name for name, service in made.run.services.items() if service.people == 1}
    return {who: who.split("/")[0] if who.split("/")[0] in machine else form.format(n) for n, who in enumerate(every, 1)}


def columns_of(log: Log) -> list[str]:
    """The columns that the log has."""
    keys = ["case", "activity", *(["start"] if log.mode == "full" else []), "time"]
    keys += {"all": ["resource", "role"], "role": ["role"], "none": []}[log.people]
    keys += [*(["amount"] if log.told.amounts else []), "channel", *(["outcome"] if log.outcomes else [])]
    # where no service is told, a site could be taken for one
    keys += ["kind", "site"] if log.people != "none" else []
    return keys + (["computed"] if "dependent_knockout" in log.decoys else [])


def records(made: Made) -> tuple[list[str], list[dict[str, Any]]]:
    """The columns that the log has, and its rows by them."""
    log, world, told = made.log, made.world, made.log.told
    keys = columns_of(log)
    depends = labels(told, "dependent_knockout")[0] if "dependent_knockout" in log.decoys else None
    names, written, computed = people(made), damaged(log, world, made.run.rows), set()
    years = {}
    for row in written:
        years.setdefault(row.case, row.end.year)
    cases = {row.case: world.case(row.case, 0) for row in written}
    found = []
    for row in written:
        case = cases[row.case]
        if row.label == depends:
            computed.add(row.case)
        found.append({
            "case": f"{told.prefix}-{years[row.case]}-{row.case + 1:05}", "activity": row.label,
            "start": row.start, "time": row.end,
            "resource": names[row.person], "role": row.role, "amount": case.amount, "kind": case.kind, "channel": case.channel,
            "site": case.site, "outcome": OUTCOMES[told.language][row.outcome],
            "computed": round(100 + 900 * case.luck("computed"), 2) if row.case in computed else None,
        })  # fmt: skip
    return keys, found


def value(log: Log, given: Any) -> str:
    """A value as the log's export writes it."""
    if given is None:
        return ""
    if isinstance(given, datetime):
        day = "%d/%m/%Y" if log.style == "fr" else "%Y-%m-%d"
        return given.strftime(day if log.mode == "day" else day + (" %H:%M:%S" if log.style == "fr" else "T%H:%M:%S"))
    if isinstance(given, float):
        return f"{given:.2f}".replace(".", ",") if log.style == "fr" else f"{given:.2f}"
    return str(given)


def delimited(made: Made) -> bytes:
    """A CSV file."""
    log = made.log
    keys, rows = records(made)
    columns = log.told.columns | {"computed": COMPUTED[log.told.language]}
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if log.style == "fr" else ",", lineterminator="\r\n" if log.style == "fr" else "\n")
    writer.writerow([columns[key] for key in keys])
    writer.writerows([value(log, row[key]) for key in keys] for row in rows)
    return out.getvalue().encode("cp1252" if log.style == "fr" else "utf-8")


def xes(made: Made) -> bytes:
    """An XES file; start and complete events where starts are known."""
    keys, rows = records(made)
    traces: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        traces.setdefault(row["case"], []).append(row)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<log xes.version="1.0" xmlns="http://www.xes-standard.org/">']
    for case, trace in traces.items():
        lines += ["<trace>", f'<string key="concept:name" value={quoteattr(case)}/>']
        lines += [f"<string key={quoteattr(key)} value={quoteattr(str(trace[0][key]))}/>" for key in ("kind", "channel", "site")]
        if "amount" in keys:
            lines.append(f'<float key="amount" value="{trace[0]["amount"]:.2f}"/>')
        events = [(row["time"], 1, n, row) for n, row in enumerate(trace)]
        if "start" in keys:
            events += [(row["start"], 0, n, row) for n, row in enumerate(trace)]
        for moment, done, _, row in sorted(events, key=lambda event: event[:3]):
            stamp = moment.replace(tzinfo=PARIS).isoformat()
            lines.append(f'<event><string key="concept:name" value={quoteattr(row["activity"])}/>')
            lines.append(f'<date key="time:timestamp" value="{stamp}"/>')
            lines.append(f'<string key="lifecycle:transition" value="{"complete" if done else "start"}"/>')
            if "resource" in keys:
                lines.append(f'<string key="org:resource" value={quoteattr(row["resource"])}/>')
            if "role" in keys:
                lines.append(f'<string key="org:role" value={quoteattr(row["role"])}/>')
            lines.append("</event>")
        lines.append("</trace>")
    return ("\n".join(lines) + "\n</log>\n").encode()


def settings(made: Made) -> str:
    """A procmap.toml that names the columns: detectors are measured here, not how headers are recognised."""
    keys, columns = columns_of(made.log), made.log.told.columns
    known = ("case", "activity", "time", "start", "resource", "role", "amount", "channel", "outcome")
    return "[columns]\n" + "".join(f"{key} = {json.dumps(columns[key], ensure_ascii=False)}\n" for key in known if key in keys)


def write(made: Made, folder: Path) -> None:
    """The log in a folder of its own, and its truth beside the folder."""
    log, file = made.log, folder / made.truth["log"]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(xes(made) if log.style == "xes" else delimited(made))
    if log.style != "xes":
        (file.parent / "procmap.toml").write_text(settings(made), encoding="utf-8")
    told = json.dumps(made.truth, ensure_ascii=False, indent=1) + "\n"
    (folder / f"{log.name}.truth.json").write_text(told, encoding="utf-8")
