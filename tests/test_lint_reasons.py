"""What the linter is told to ignore: needed, and with a reason."""

import json
import re
import subprocess
import sys
import tomllib

from .conftest import ROOT

LINT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]
IGNORED = {"**": LINT["lint"]["ignore"], **LINT["lint"]["per-file-ignores"]}
"""Patterns of files with the rules that they may break; "**" is every file."""


def ruff(*arguments):
    run = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "json", *arguments],
        cwd=ROOT, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    return json.loads(run.stdout)


def broken(pattern, rules):
    """The rules that files of a pattern break."""
    folder = pattern.split("/{")[0].removesuffix("/**").removesuffix("**") or "."
    found = ruff("--isolated", "--target-version", LINT["target-version"], "--line-length", "132", "--ignore-noqa",
                 "--select", ",".join(rules), folder)  # fmt: skip
    return {one["code"] for one in found}


def test_each_ignored_rule_is_broken_somewhere_and_has_its_reason():
    written = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for pattern, rules in IGNORED.items():
        codes = broken(pattern, rules)
        unneeded = [rule for rule in rules if not any(code.startswith(rule) for code in codes)]
        assert not unneeded, (pattern, unneeded)
        for rule in rules:
            (line,) = [one for one in written.splitlines() if f'"{rule}"' in one and f'"{rule}"' in one.split("#")[0]][:1]
            assert re.search(r"# \S+( \S+){3,}", line), (pattern, rule)


def test_each_noqa_is_needed_and_has_its_reason():
    assert ruff(".") == []
    for folder in ("procmap", "tests", "examples"):
        for file in (ROOT / folder).rglob("*.py"):
            for line in file.read_text(encoding="utf-8").splitlines():
                said = re.search(r"# (?:ruff: )?noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*(.*)", line)
                assert said is None or said[1].startswith(" - "), (file, line)
