"""Kills audits and redesigns at random moments; whatever the moment, one further command finds everything in order.

    python tests/quality/kill.py --count 10
    python tests/quality/kill.py --count 25 --from 25      # the second quarter of a hundred

A small log is audited, redesigned and replaced; the folder holds an edited plan.toml, a note, a sub-folder with a letter and the
log itself; in some trials the plan is saved again while the run works. Half of the kills are aimed at the fraction of a second in
which the files are put in place. Needs POSIX (SIGKILL).
"""


from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOG = ROOT / "examples" / "deliberations" / "log.csv"
CASES = 60
DAY, OTHER_DAY = "2026-01-15", "2026-02-20"
OURS = (
    "findings.json", "run.toml", "report.html", "sheets.html", "before.bpmn", "after.bpmn", "before_after.svg", "process_map.svg",
)  # fmt: skip
FOREIGN = {"notes.txt": b"mine", "letters/letter.txt": b"Madame, Monsieur", "old/deep/er.bin": bytes(range(256))}
WRITING = 0.06
"""Seconds that putting the files in place may take."""


@dataclass(frozen=True)
class Place:
    """A folder of its own for one trial."""

    base: Path

    @property
    def audit(self) -> Path:
        return self.base / "work" / "audit"

    def procmap(self, *arguments: object) -> subprocess.Popen[bytes]:
        """Start procmap, with this place's temporary folder."""
        env = {**os.environ, "TMPDIR": str(self.base / "tmp"), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-m", "procmap", *map(str, arguments)]
        return subprocess.Popen(command, env=env, cwd=self.base, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def prepared(base: Path) -> Place:
    """A short log, its audit, and in the audit's folder what an analyst may have put there."""
    place = Place(base)
    place.audit.parent.mkdir(parents=True)
    (base / "tmp").mkdir()
    head, *lines = LOG.read_bytes().splitlines(keepends=True)
    kept = set(list(dict.fromkeys(line.split(b";", 1)[0] for line in lines))[:CASES])
    (base / "work" / "log.csv").write_bytes(head + b"".join(line for line in lines if line.split(b";", 1)[0] in kept))
    shutil.copy(LOG.parent / "procmap.toml", base / "work")
    run = place.procmap("audit", "work/log.csv", "--out", "work/audit", "--date", DAY, "--quiet", "--threads", 1)
    said = run.communicate()
    assert run.returncode == 0, said
    for name, content in FOREIGN.items():
        (place.audit / name).parent.mkdir(parents=True, exist_ok=True)
        (place.audit / name).write_bytes(content)
    plan = place.audit / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8") + "# the analyst's first words\n", encoding="utf-8", newline="")
    return place


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def is_whole(folder: Path, day: str) -> bool:
    """Whether every file that findings.json lists is there, and with run.toml's fingerprint: all of one run, that of a day."""
    found = bytes_of(folder)
    if any(name not in found for name in OURS):
        return False
    listed = json.loads(found["findings.json"])["files"]
    run = tomllib.loads(found["run.toml"].decode("utf-8"))
    texts = [name for name in listed if not name.startswith("plan") and name != "run.toml"]
    same = all(hashlib.sha256(found.get(name, b"")).hexdigest() == run["files"][name] for name in texts)
    return same and set(listed) <= set(found) and run["date"] == day


def save_plan(place: Place, how: str) -> bytes | None:
    """Save the plan as an editor does; None where it could not be saved."""
    plan = place.audit / "plan.toml"
    try:
        text = plan.read_bytes() + b"# saved while the run worked\n"
        if how == "in place":
            with plan.open("r+b") as file:
                file.seek(0, os.SEEK_END)
                file.write(b"# saved while the run worked\n")
        else:
            beside = place.audit / "plan.toml.part"
            beside.write_bytes(text)
            beside.replace(plan)
    except OSError:
        return None
    return text


def killed(place: Place, run: subprocess.Popen[bytes], chance: random.Random, usual: float, saving: str) -> bytes | None:
    """Kill a run at a random moment; the text of the plan saved meanwhile, if one was."""
    began, saved = time.monotonic(), None
    aimed = chance.random() < 0.5
    at, save_at = chance.uniform(0.0, usual * 1.05), chance.uniform(0.2, 0.9) * usual
    pause = chance.uniform(0.0, WRITING)
    beside = place.audit.with_name(f".{place.audit.name}.procmap-new")
    while run.poll() is None:
        now = time.monotonic() - began
        if saving and now > save_at:
            saved, saving = save_plan(place, saving), ""
        if (aimed and beside.exists()) or (not aimed and now > at):
            time.sleep(pause if aimed else 0.0)
            break
        time.sleep(0.0005)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    return saved


def trial(template: Path, base: Path, number: int, usual: float) -> tuple[str, list[str]]:
    """One kill and one further command: (what was killed and what stands then, what is wrong)."""
    chance = random.Random(number)
    shutil.copytree(template, base)
    place = Place(base)
    kind = chance.choice(("fresh", "force", "redesign", "force inside"))
    saving = chance.choice(("", "in place", "beside")) if kind != "fresh" else ""
    source: Path = base / "work" / "log.csv"
    if kind == "fresh":
        shutil.rmtree(place.audit)
    if kind == "force inside":
        source = place.audit / "log.csv"
        shutil.copy(base / "work" / "log.csv", source)
    old = bytes_of(place.audit) if kind != "fresh" else {}
    command = ["redesign", place.audit, "--quiet"]
    if kind != "redesign":
        command = ["audit", source, "--out", place.audit, "--date", OTHER_DAY, "--quiet", "--threads", 1]
        command += ["--force"] if kind != "fresh" else []
    saved = killed(place, place.procmap(*command), chance, usual, saving)
    further = place.procmap(*chance.choice(([*command], ["read", base / "work" / "log.csv", "--quiet"])))
    said = further.communicate()
    wrong = [] if further.returncode in (0, 1) else [f"exit {further.returncode}: {said}"]
    wrong += [f"said: {said}"] if b"Traceback" in said[1] or b"does not know" in said[1] else []
    found = "old or new" if kind == "redesign" and state(place) == "old" else state(place)  # which carry one date
    return f"{kind}: {found}", wrong + losses(place, old, saved, kind)


def state(place: Place) -> str:
    """What stands after the further command."""
    if not place.audit.exists():
        return "absent"
    return "new" if is_whole(place.audit, OTHER_DAY) else "old" if is_whole(place.audit, DAY) else "broken"


def losses(place: Place, old: dict[str, bytes], saved: bytes | None, kind: str) -> list[str]:
    """What is broken, lost or left over after the further command."""
    now = bytes_of(place.audit) if place.audit.exists() else {}
    wrong = ["broken: " + ", ".join(now)] if state(place) == "broken" or (kind != "fresh" and not now) else []
    foreign = [*FOREIGN, *(["log.csv"] if kind == "force inside" else [])] if kind != "fresh" else []
    wrong += [f"lost: {name}" for name in foreign if now.get(name) != old[name]]
    plans = [content for name, content in now.items() if name.startswith("plan")]
    for text in [*([old["plan.toml"]] if kind != "fresh" else []), *([saved] if saved else [])]:
        if not any(text in plan for plan in plans):
            wrong.append("lost: a text of plan.toml")
    left = sorted(path.name for path in place.audit.parent.iterdir() if path.name not in ("audit", "log.csv", "procmap.toml"))
    return [*wrong, *(f"left: {name}" for name in [*left, *(path.name for path in (place.base / "tmp").iterdir())])]


def main() -> int:
    """Run the trials; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100, help="Kills.")
    parser.add_argument("--from", dest="first", type=int, default=0, help="The first one's number, which is its seed.")
    given = parser.parse_args()
    seen: Counter[str] = Counter()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        began = time.monotonic()
        prepared(Path(folder) / "template")
        usual = time.monotonic() - began
        for number in range(given.first, given.first + given.count):
            base = Path(folder) / f"trial {number}"
            found, wrong = trial(Path(folder) / "template", base, number, usual)
            seen[found] += 1
            failed += bool(wrong)
            for what in wrong:
                print(f"kill {number}, {found}: {what}", flush=True)
            shutil.rmtree(base)
    for found, count in sorted(seen.items()):
        print(f"{count:4} {found}")
    print(f"{given.count} kills, {failed} with something lost, broken or left over")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
