"""The log of a million events that measurements of speed run on, and the options that they share."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIG_LOG = ROOT.parent / "shared" / "bench" / "big_log.py"


@dataclass(frozen=True)
class Made:
    """A log of the size asked for, in a folder that goes with the measurement; each program runs `runs` times."""

    log: Path
    folder: Path
    runs: int


def measurement(about: str | None, runs: int, missed: Callable[[Made], list[str]]) -> int:
    """Make the log, measure, tell; the exit code is 1 where --check is given and a bar is not met.

    Args:
        about: What the script measures, for its help.
        runs: How often by default.
        missed: Measures, and returns the bars that are not met.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=runs)
    parser.add_argument("--events", default="1e6")
    parser.add_argument("--check", action="store_true", help="exit 1 where a bar is not met")
    given = parser.parse_args()
    if not BIG_LOG.is_file():
        sys.exit("../shared/bench/big_log.py is absent: nothing to measure on")
    with tempfile.TemporaryDirectory(prefix="measured-speed-") as folder:
        log = Path(folder) / "log.csv"
        subprocess.run([sys.executable, str(BIG_LOG), given.events, str(log)], check=True)
        found = missed(Made(log, Path(folder), given.runs))
    print("bars met" if not found else "not met: " + "; ".join(found))
    return 1 if found and given.check else 0
