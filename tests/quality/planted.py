"""How much of what was planted in known logs is found, and how little else.

    python tests/quality/planted.py [--check] [--kinds a,b] [--all] [--only 0103,0107] [--keep FOLDER] [--jobs 2]

Runs ../shared/bench/score.py on ../shared/bench/dev for the seven kinds below (--all: every kind). With --check, exit 1 where a
bar is not met: recall and precision of 0.9, 0.1 false claims per clean log, no look-alike proposed, none miscounted or failed.
"""


from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BENCH = ROOT.parent / "shared" / "bench"
KINDS = (
    "low_yield_check", "approval_chain", "incomplete_file", "rework_loop", "ping_pong", "periodic_batch", "media_break",
)  # fmt: skip
AT_LEAST = {"recall": 0.9, "precision": 0.9}
AT_MOST = {"false_per_clean_log": 0.1, "look_alikes_proposed": 0, "protected_proposed": 0, "miscounted": 0, "failed": 0}


def missed(total: dict[str, float | None]) -> list[str]:
    """The bars that a score does not meet."""
    low = [f"{name} {total[name]} < {bar}" for name, bar in AT_LEAST.items() if (total[name] or 0) < bar]
    return low + [f"{name} {total[name]} > {bar}" for name, bar in AT_MOST.items() if (total[name] or 0) > bar]


def main() -> int:
    """Score, and compare with the bars."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit 1 where a bar is not met")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--all", action="store_true", help="score every kind")
    parser.add_argument("--only", default="", help="parts of names of logs")
    parser.add_argument("--keep", type=Path, help="keep the audits here")
    parser.add_argument("--jobs", default="2")
    given = parser.parse_args()
    if not (BENCH / "dev").is_dir():
        sys.exit("../shared/bench/dev is absent: nothing to score on")
    audit = f"{shlex.quote(sys.executable)} -m procmap audit {{log}} --out {{out}} --quiet"
    with tempfile.TemporaryDirectory(prefix="procmap-quality-") as folder:
        told = Path(folder) / "score.json"
        options = ["--command", audit, "--jobs", given.jobs, "--json", str(told)]
        options += ["--keep", str(given.keep or Path(folder) / "audits")]
        options += [] if given.all else ["--kinds", given.kinds]
        options += ["--only", given.only] if given.only else []
        done = subprocess.run([sys.executable, str(BENCH / "score.py"), str(BENCH / "dev"), *options], cwd=ROOT, check=False)
        if not told.is_file():
            return done.returncode or 1
        below = missed(json.loads(told.read_text(encoding="utf-8")))
    print("bars met" if not below else "not met: " + "; ".join(below))
    return 1 if given.check and below else 0


if __name__ == "__main__":
    sys.exit(main())
