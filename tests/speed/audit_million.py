"""How long the whole audit of a million events takes, beside pm4py on the same file and machine.

    python tests/speed/audit_million.py [--runs 5] [--events 1e6] [--check]

Needs ../shared/bench/big_log.py, which makes the log. Both programs run in turn, each time in a fresh process: pm4py imports,
reads, formats, and computes the directly-follows graph, the performance graph and the variants; procmap writes everything
that an audit holds. Told: the median of each, their ratio, the peak memory of each (Linux and macOS), and how long
`procmap --help` takes beside `python -c pass`. With --check, exit 1 where a bar is not met: 2 times pm4py with all detectors,
1.5 GB, 3 times an empty Python.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from million_events import ROOT, Made, measurement

PM4PY = """
import sys
import pandas as pd
import pm4py
frame = pd.read_csv(sys.argv[1])
frame["time"] = pd.to_datetime(frame["time"])
frame = pm4py.format_dataframe(frame, case_id="case_id", activity_key="activity", timestamp_key="time")
pm4py.discover_dfg(frame)
pm4py.discover_performance_dfg(frame)
pm4py.get_variants(frame)
"""
RATIO, MEMORY, HELP = 2.0, 1536.0, 3.0
"""Bars: times pm4py, MB, times an empty Python."""


def measured(command: list[str]) -> tuple[float, float]:
    """Seconds and peak memory in MB of one run of a command; its own process is waited for, so no other run counts."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command}: exit {process.returncode}\n{told.decode(errors='replace')[-2000:]}")
    return took, usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def audit_command(log: Path, out: Path) -> list[str]:
    """The audit as a user types it."""
    shutil.rmtree(out, ignore_errors=True)
    return [sys.executable, "-m", "procmap", "audit", str(log), "--out", str(out), "--quiet"]


def installed(name: str) -> str:
    """The program beside this Python, else the one on the path."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else name


def compare(log: Path, folder: Path, runs: int) -> list[str]:
    """Both programs in turn; returns the bars that are not met."""
    taken: dict[str, list[tuple[float, float]]] = {"pm4py": [], "procmap": []}
    for run in range(runs):
        taken["pm4py"].append(measured([sys.executable, "-c", PM4PY, str(log)]))
        taken["procmap"].append(measured(audit_command(log, folder / "audit")))
        print(f"run {run + 1}: " + ", ".join(f"{name} {each[-1][0]:.2f} s" for name, each in taken.items()), flush=True)
    median = {name: statistics.median(seconds for seconds, _ in each) for name, each in taken.items()}
    peak = {name: max(memory for _, memory in each) for name, each in taken.items()}
    for name in taken:
        print(f"{name:8} median {median[name]:6.2f} s   peak {peak[name]:6.0f} MB")
    ratio = median["procmap"] / median["pm4py"]
    print(f"ratio    {ratio:.2f} (bar {RATIO})")
    return [
        *([f"ratio {ratio:.2f} > {RATIO}"] if ratio > RATIO else []),
        *([f"memory {peak['procmap']:.0f} MB > {MEMORY:.0f}"] if peak["procmap"] > MEMORY else []),
    ]


def compare_help(runs: int) -> list[str]:
    """`procmap --help` beside an empty Python, in turn."""
    empty, page = [], []
    for _ in range(max(runs, 5) * 2):
        empty.append(measured([sys.executable, "-c", "pass"])[0])
        page.append(measured([installed("procmap"), "--help"])[0])
    ratio = statistics.median(page) / statistics.median(empty)
    print(
        f"--help   median {1000 * statistics.median(page):.0f} ms, python -c pass {1000 * statistics.median(empty):.0f} ms, "
        f"ratio {ratio:.2f} (bar {HELP})"
    )
    return [f"--help {ratio:.2f} > {HELP}"] if ratio > HELP else []


def missed_bars(made: Made) -> list[str]:
    """Both comparisons; returns the bars that are not met."""
    return compare_help(made.runs) + compare(made.log, made.folder, made.runs)


if __name__ == "__main__":
    sys.exit(measurement(__doc__, 5, missed_bars))
