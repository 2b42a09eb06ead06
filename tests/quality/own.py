"""How much of what was planted in logs of our own is found, and how little is said of clean ones.

    python tests/quality/own.py [--set SET] [--only planted_03,clean_1] [--keep FOLDER] [--jobs 2] [--check]

Sets: planted, small, clean, loads (ends only), loads_in_days (dates only).

Simulates the logs of tests/quality/generator (kept in FOLDER/logs while the generator is the same), audits them and scores the
audits by ../shared/bench/score.py. With --check, exit 1 where a bar is not met: precision of 0.95 and recall of 0.85 on the
planted logs, precision of 0.95 on the small ones, at most 3 claims of grade A and 12 of A or B over the 60 clean ones; gains off
by 0.1 at the median and 0.35 in nine of ten where services are loaded to 0.5, 0.7 and 0.9, by 0.25 where dates have no time.
"""


from __future__ import annotations

import argparse
import hashlib
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from generator.building import Log
from generator.sets import SETS, logs_of
from generator.truth import made
from generator.writing import write

from procmap.statistics import smallest_detectable

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCORE = ROOT.parent / "shared" / "bench" / "score.py"
AT_LEAST = {"planted": {"precision": 0.95, "recall": 0.85}, "small": {"precision": 0.95}}
AT_MOST = {"loads": {"gain_median_error": 0.1, "gain_p90_error": 0.35}, "loads_in_days": {"gain_median_error": 0.25}}
CLEAN_AT_MOST = {"A": 3, "A or B": 12}


def fingerprint() -> str:
    """Of everything that decides what the logs are."""
    told = hashlib.sha256()
    for file in sorted([*HERE.glob("generator/*.py"), *HERE.glob("generator/procedures/*.toml")]):
        told.update(file.name.encode() + b"\0" + file.read_bytes())
    return told.hexdigest()


def make(job: tuple[Log, Path]) -> str:
    log, folder = job
    write(made(log), folder)
    return log.name


def logs_in(folder: Path, which: str, only: str, jobs: int) -> Path:
    """The folder with the logs of the set, written unless they are there."""
    logs, mark = folder / "logs" / which, folder / "logs" / which / "generator.sha256"
    if not mark.is_file() or mark.read_text() != fingerprint():
        shutil.rmtree(logs, ignore_errors=True)
        logs.mkdir(parents=True)
        mark.write_text(fingerprint())
    wanted = [log for log in logs_of(which) if not only or any(part in log.name for part in only.split(","))]
    todo = [log for log in wanted if not (logs / f"{log.name}.truth.json").is_file()]
    with ProcessPoolExecutor(jobs) as pool:
        for number, name in enumerate(pool.map(make, [(log, logs) for log in todo]), 1):
            print(f"\r{number}/{len(todo)} {name:12}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return logs


def tolerated(claim: dict[str, Any], truth: dict[str, Any]) -> bool:
    """Whether the truth says that this may be said as well (as score.py has it)."""
    said = [entry for entry in truth["tolerated"] if entry["detector"] == claim["detector"]]
    about = set(claim["activities"])
    return any(
        entry["role"] in claim.get("roles", []) if "role" in entry else about and about <= set(entry["activities"])
        for entry in said
    )


def claims_on_clean(logs: Path, audits: Path) -> list[tuple[str, str, str, list[str]]]:
    """Every A and B that is neither tolerated nor a question: log, grade, detector, what about."""
    found = []
    for file in sorted(logs.glob("*.truth.json")):
        truth, name = json.loads(file.read_text(encoding="utf-8")), file.name.split(".")[0]
        audit = audits / name / "findings.json"
        claims = json.loads(audit.read_text(encoding="utf-8"))["findings"] if audit.is_file() else []
        found += [
            (name, claim["grade"], claim["detector"], claim["activities"] or claim.get("roles", []))
            for claim in claims
            if claim["grade"] in ("A", "B") and not tolerated(claim, truth)
        ]
    return found


def instances(log: Path, label: str) -> int:
    """How often the label stands alone in a cell or an attribute of the log's files."""
    said = re.compile(rf'(?:^|[;,"\t]){re.escape(label)}(?:$|[;,"\t])', re.MULTILINE)
    texts = [file.read_bytes() for file in sorted(log.iterdir()) if file.suffix in (".csv", ".xes")]
    return sum(len(said.findall(text.decode("utf-8" if b"\xc3" in text else "cp1252", "replace"))) for text in texts)


def misses_told(logs: Path, audits: Path) -> None:
    """For every plant without a claim: how small a rate its instances could have shown, and what was asked instead."""
    for file in sorted(logs.glob("*.truth.json")):
        truth, name = json.loads(file.read_text(encoding="utf-8")), file.name.split(".")[0]
        audit = audits / name / "findings.json"
        claims = json.loads(audit.read_text(encoding="utf-8"))["findings"] if audit.is_file() else []
        for plant in truth["plants"]:
            about = [
                claim
                for claim in claims
                if set(claim["activities"]) & set(plant["activities"]) or plant.get("role") in claim.get("roles", [])
            ]
            if any(claim["grade"] in ("A", "B") for claim in about):
                continue
            n = min((instances(logs / name, label) for label in plant["activities"]), default=truth["closed_cases"])
            asked = ", ".join(sorted({claim["detector"] for claim in about})) or "nothing"
            print(
                f"missed: {name} {plant['detector']} {plant['activities']}: {n} instances, "
                f"no rate below {smallest_detectable(n):.2%} can be shown; asked instead: {asked}",
            )


def scored(which: str, folder: Path, only: str, jobs: int) -> list[str]:
    """Audit and score one set; the bars that it misses."""
    logs, audits, told = logs_in(folder, which, only, jobs), folder / "audits" / which, folder / f"{which}.json"
    shutil.rmtree(audits, ignore_errors=True)
    told.unlink(missing_ok=True)
    audits.mkdir(parents=True)
    print(f"\n=== {which}", flush=True)
    audit = f"{shlex.quote(sys.executable)} -m procmap audit {{log}} --out {{out}} --quiet"
    options = ["--command", audit, "--jobs", str(jobs), "--json", str(told), "--keep", str(audits)]
    options += ["--only", only] if only else []
    subprocess.run([sys.executable, str(SCORE), str(logs), *options], cwd=ROOT, check=False)
    if not told.is_file():
        return [f"{which}: not scored"]
    total = json.loads(told.read_text(encoding="utf-8"))
    missed = [f"{which}: {name} {total[name]} < {bar}" for name, bar in AT_LEAST.get(which, {}).items() if total[name] < bar]
    missed += [f"{which}: {name} {total[name]} > {bar}" for name, bar in AT_MOST.get(which, {}).items() if total[name] > bar]
    missed += [f"{which}: {name} {total[name]}" for name in ("failed", "miscounted") if total[name]]
    misses_told(logs, audits)
    if which == "clean":
        claims = claims_on_clean(logs, audits)
        counts = {"A": sum(grade == "A" for _, grade, _, _ in claims), "A or B": len(claims)}
        for claim in claims:
            print("claimed on a clean log:", *claim)
        print("on clean logs:", counts, dict(Counter(detector for _, _, detector, _ in claims)))
        missed += [f"clean: {counts[name]} claims of {name} > {bar}" for name, bar in CLEAN_AT_MOST.items() if counts[name] > bar]
    return missed


def main() -> int:
    """Make, audit, score, and compare with the bars."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SETS, action="append", help="one set (may be given again); all by default")
    parser.add_argument("--only", default="", help="parts of names of logs")
    parser.add_argument("--keep", type=Path, help="keep logs and audits here; logs already there are not made again")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--check", action="store_true", help="exit 1 where a bar is not met")
    given = parser.parse_args()
    if not SCORE.is_file():
        sys.exit("../shared/bench/score.py is absent: nothing to score with")
    with tempfile.TemporaryDirectory(prefix="measured-own-") as temporary:
        folder = (given.keep or Path(temporary)).resolve()
        missed = [miss for which in given.set or SETS for miss in scored(which, folder, given.only, given.jobs)]
    print("\nbars met" if not missed else "\nnot met: " + "; ".join(missed))
    return 1 if given.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
