"""How much of what was planted in known logs is found, how little else, and how true the gains are.

    python tests/quality/planted.py [--check] [--set dev] [--only 0103,0107] [--keep FOLDER] [--jobs 2]

Runs ../shared/bench/score.py on ../shared/bench/dev (planted patterns and their look-alikes) and dev2 (the same among what real
offices record beside: payment runs, terms, status marks, monitoring, night jobs). With --check, exit 1 where a bar is not met.
"""


from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BENCH = ROOT.parent / "shared" / "bench"
BARS = {
    "dev": (
        "recall>=0.98", "precision>=0.98", "look_alikes_proposed=0", "protected_proposed=0", "false_per_clean_log<=0.05",
        "gain_median_error<=0.07", "gain_p90_error<=0.25", "gain_worst_kind<=0.25", "gain_covered>=0.9", "gain_indicative<=0.2",
        "joint_median_error<=0.07",
    ),
    "dev2": (
        "recall>=0.85", "precision>=0.95", "look_alikes_proposed=0", "protected_proposed=0", "false_per_clean_log<=0.1",
        "impossible_gains=0", "gain_median_error<=0.07", "gain_p90_error<=0.25", "gain_worst_kind<=0.25", "gain_covered>=0.9",
        "gain_indicative<=0.2", "joint_median_error<=0.1",
    ),
}  # fmt: skip


def main() -> int:
    """Score, and compare with the bars."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit 1 where a bar is not met")
    parser.add_argument("--set", choices=sorted(BARS), help="one of the two; both by default")
    parser.add_argument("--only", default="", help="parts of names of logs")
    parser.add_argument("--keep", type=Path, help="keep the audits here")
    parser.add_argument("--jobs", default="2")
    given = parser.parse_args()
    wanted = [given.set] if given.set else list(BARS)
    if missing := [name for name in wanted if not (BENCH / name).is_dir()]:
        sys.exit(f"../shared/bench/{missing[0]} is absent: nothing to score on")
    return max(_score(name, given) for name in wanted)


def _score(name: str, given: argparse.Namespace) -> int:
    audit = f"{shlex.quote(sys.executable)} -m procmap audit {{log}} --out {{out}} --quiet"
    with tempfile.TemporaryDirectory(prefix="measured-quality-") as folder:
        options = ["--command", audit, "--jobs", given.jobs, "--keep", str((given.keep or Path(folder)) / name)]
        options += ["--only", given.only] if given.only else []
        options += [word for bar in BARS[name] for word in ("--bar", bar)] if given.check else []
        done = subprocess.run([sys.executable, str(BENCH / "score.py"), str(BENCH / name), *options], cwd=ROOT, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
