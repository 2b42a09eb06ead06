"""Simulates the example procedures: `python examples/generator.py` writes each log and its truth again, byte for byte.

Each folder's story.toml tells a procedure: its steps, who does them, what is wrong with it (`plant`), what only looks
wrong (`right`), what the law protects (`law`) and what a local text asks for (`local_rule`). The true gain of a cure is
measured, not computed: the procedure runs again without what is wrong, with the same cases, people and luck. The
standard library suffices.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path
from typing import Any

from simulation import Row, Simulation

HERE = Path(__file__).parent
PROCEDURES = ("purchase_orders", "deliberations", "archive_disposal")
# A step that only a local text asks for may be questioned: the proposal names the text to amend.
ALLOWED_ON_LOCAL_RULE = ("low_yield_check", "approval_chain", "periodic_batch", "relay_step", "non_value_adding_step")


def means(run: Simulation) -> dict[str, float]:
    """Mean cycle time (first to last recorded moment) and touch time per case."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for row in run.rows:
        seen = row.start if any(kind == "start" for _, kind in run.story["columns"]) else row.end
        first[row.case] = min(first.get(row.case, seen), seen)
        last[row.case] = max(last.get(row.case, row.end), row.end)
    wall = run.calendar.wall
    days = sum(int((wall(last[case]) - wall(first[case])).total_seconds()) for case in first)
    office = sum(last[case] - first[case] for case in first)
    work = sum(row.end - row.start for row in run.rows)
    scale = len(first)
    return {"cycle_days": days / 86400 / scale, "cycle_office_hours": office / 3600 / scale,
            "work_hours": work / 3600 / scale}


def damaged(story: dict[str, Any], rows: list[Row]) -> dict[Row, str]:
    """The rows whose date the export spoils, with what stands there instead."""
    named = {bad["label"]: [row for row in rows if row.label == bad["label"]] for bad in story.get("damage", ())}
    return {named[bad["label"]][bad["nth"]]: bad["value"] for bad in story.get("damage", ())}


def log_text(run: Simulation, rows: list[Row]) -> str:
    """The export: semicolons, day-first dates, decimal commas, CRLF."""
    story, bad = run.story, damaged(run.story, rows)
    if story["order"] == "case":
        rows = sorted(rows, key=lambda row: (row.case, row.end, row.start))
    opened = {row.case: run.calendar.wall(row.start).year for row in sorted(rows, key=lambda row: -row.start)}
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([name for name, _ in story["columns"]])
    for row in rows:
        draw, channels = run.luck(row.case, "channel"), iter(story["channels"])
        channel, share = next(channels)
        while draw >= share:
            draw -= share
            channel, share = next(channels)
        value = {"case": f"{story['prefix']}-{opened[row.case]}-{row.case + 1:05}", "activity": row.label,
                 "start": f"{run.calendar.wall(row.start):%d/%m/%Y %H:%M:%S}",
                 "time": bad.get(row, f"{run.calendar.wall(row.end):%d/%m/%Y %H:%M:%S}"),
                 "resource": row.person, "role": run.steps[row.label]["service"],
                 "amount": f"{run.amount(row.case):.2f}".replace(".", ","), "channel": channel}
        writer.writerow([value[kind] for _, kind in story["columns"]])
    return out.getvalue()


def truth(story: dict[str, Any], as_is: Simulation, rows: list[Row]) -> dict[str, Any]:
    """What is wrong, what its cure truly brings, what only looks wrong, what the law protects, what can be counted."""
    def gain(*cured: int) -> dict[str, float]:
        run = Simulation(story, cured)
        run.run()
        return {name: round(before[name] - after, 4) for name, after in means(run).items()}

    before = means(as_is)
    bad = damaged(story, rows)
    read = [row for row in rows if row not in bad]
    steps = {label: {"instances": sum(row.label == label for row in read),
                     "cases": len({row.case for row in read if row.label == label}),
                     "sent_back": sum(row.label == label and row.sent_back is not None for row in read)}
             for label in as_is.steps}
    plants = [{"detector": plant["detector"], "aliases": plant["aliases"], "activities": plant["activities"],
               "core": [], "role": None, "threshold": None, "cure": plant["means"], "gain": gain(number)}
              for number, plant in enumerate(story["plant"])]
    planted = {label for plant in story["plant"] for label in plant["activities"]}
    local = story.get("local_rule", {})
    law_or_rule = {*story["law"], *local}
    return {
        "log": "log.csv", "title": story["title"], "pack": story["pack"], "cases": story["cases"],
        "closed_cases": story["cases"], "events": len(read), "rows": len(rows), "rows_rejected": len(bad),
        "as_is": {name: round(value, 4) for name, value in before.items()},
        "plants": plants, "joint_gain": gain(*range(len(plants))),
        "right": story["right"], "law": story["law"], "local_rule": local, "steps": steps,
        "protected": list(story["law"]),
        "tolerated": [{"detector": name, "activities": [label]} for label in local for name in ALLOWED_ON_LOCAL_RULE],
        "decoys": {right["activities"][0]: right["activities"] for right in story["right"]},
        "genuine": [step["label"] for step in story["step"] if step["label"] not in planted | law_or_rule],
    }


def produce(name: str) -> dict[str, bytes]:
    """The files of a procedure: log.csv and truth.json."""
    story = tomllib.loads((HERE / name / "story.toml").read_text(encoding="utf-8"))
    run = Simulation(story)
    rows = run.run()
    told = json.dumps(truth(story, run, rows), ensure_ascii=False, indent=1) + "\n"
    return {"log.csv": log_text(run, rows).encode("cp1252"), "truth.json": told.encode("utf-8")}


def main() -> None:
    """Write every log and truth."""
    for name in PROCEDURES:
        for file, content in produce(name).items():
            (HERE / name / file).write_bytes(content)


if __name__ == "__main__":
    main()
