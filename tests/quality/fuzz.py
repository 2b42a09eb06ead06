"""Feeds the reader with mutants of small logs and settings: each is read, or refused by one message, within 20 seconds and 1.5 GB.

Input N of a format is always the same. A worker process reads one after the other; it is replaced where it hangs or dies.

    python tests/quality/fuzz.py --count 50                    # fifty of each format
    python tests/quality/fuzz.py --format ods --count 3000 --state ods.jsonl    # goes on where ods.jsonl stops
    python tests/quality/fuzz.py --format ods --only 1234 --keep ods.bin        # one again, its bytes kept
"""



from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

FORMATS = ("csv", "xlsx", "ods", "xes", "parquet", "procmap.toml", "plan.toml")
SECONDS, MEGABYTES = 20, 1_500
RECYCLED = 500
"""Inputs after which a worker is replaced."""


def made(kind: str, number: int, folder: Path) -> bytes:
    """Input `number` of a format."""
    from tests.quality import mutants

    chance = random.Random(f"{kind} {number}")
    if kind == "parquet":
        return mutants.parquet_bytes(chance, folder)
    if kind == "procmap.toml":
        return mutants.toml_bytes(mutants.CONFIG, chance)
    if kind == "plan.toml":
        return mutants.toml_bytes(mutants.PLAN, chance)
    return {"csv": mutants.csv_bytes, "xlsx": mutants.xlsx_bytes, "ods": mutants.ods_bytes, "xes": mutants.xes_bytes}[kind](chance)


def answer(kind: str, data: bytes, folder: Path) -> dict[str, object]:
    """What the reader says of an input: read with its rows, refused with its key, or a fault."""
    from procmap.errors import ProcmapError
    from procmap.language import words

    try:
        return {"read": _rows(kind, data, folder)}
    except ProcmapError as error:
        told = [words(language).error(error) for language in ("fr", "en")]
        fault = [text for text in told if not text.strip() or "Traceback" in text]
        return {"fault": f"message of {error.key}"} if fault else {"refused": error.key}
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        import traceback

        place = traceback.extract_tb(error.__traceback__)[-1]
        return {"fault": f"{type(error).__name__}: {str(error)[:300]} ({Path(place.filename).name}:{place.lineno})"}


def _rows(kind: str, data: bytes, folder: Path) -> int:
    from procmap import flow
    from procmap.config import Config, load_config
    from procmap.engine import Engine
    from procmap.report.plan_toml import plan_of
    from procmap.report.summary import log_summary

    file = folder / (kind if "." in kind else f"log.{kind}")
    file.write_bytes(data)
    if kind == "plan.toml":
        return len(plan_of(folder)[0])
    config, source = Config(), file
    if kind == "procmap.toml":
        config = load_config(file)
        config = Config.from_chosen(dict(config.chosen()))
        source = folder / "seed.csv"
    with Engine(threads=1, memory="1GB") as engine:
        log, reading = flow.load_log(source, config, engine)
        for language in ("fr", "en"):
            log_summary(log, reading, language)
    if reading.rows_read != reading.rows_kept + reading.rows_refused:
        raise ValueError(f"{reading.rows_read} rows read, {reading.rows_kept} kept, {reading.rows_refused} refused")
    return reading.rows_read


def work(pipe: Connection, kind: str) -> None:
    """Answer one number after the other."""
    import resource

    from tests.quality import mutants

    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name)
        rows = [list(map(str, row)) for row in mutants.seed_rows(random.Random(1))]
        (folder / "seed.csv").write_text("\n".join(";".join(row) for row in (list(mutants.HEADER), *rows)) + "\n", encoding="utf-8")
        while (number := pipe.recv()) is not None:
            data = made(kind, number, folder)
            began = time.monotonic()
            found = answer(kind, data, folder)
            used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            pipe.send({**found, "seconds": round(time.monotonic() - began, 2), "megabytes": used})


class Worker:
    """A process that answers, and is replaced when it must be."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._begin()

    def _begin(self) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=work, args=(theirs, self._kind), daemon=True)
        self._process.start()
        theirs.close()
        self._answered = 0

    def ask(self, number: int) -> dict[str, object]:
        """The answer to an input."""
        if self._answered >= RECYCLED:
            self.end()
            self._begin()
        try:
            self._pipe.send(number)
            if self._pipe.poll(SECONDS + (10 if not self._answered else 2)):
                found: dict[str, object] = self._pipe.recv()
                self._answered += 1
                if int(str(found["megabytes"])) > MEGABYTES:
                    self._answered = RECYCLED
                return found
            found = {"slow": True, "seconds": SECONDS, "megabytes": 0}
        except (EOFError, OSError):
            self._process.join(5)
            found = {"fault": f"the process died ({self._process.exitcode})", "seconds": 0, "megabytes": 0}
        self._process.kill()
        self._begin()
        return found

    def end(self) -> None:
        """Let it go."""
        with contextlib.suppress(OSError):
            self._pipe.send(None)
        self._process.join(5)


def bad(found: dict[str, object]) -> str | None:
    """What is wrong with an answer, if anything."""
    if "fault" in found:
        return str(found["fault"])
    if "slow" in found or float(str(found["seconds"])) > SECONDS:
        return f"over {SECONDS} s"
    return f"{found['megabytes']} MB" if int(str(found["megabytes"])) > MEGABYTES else None


def run(kind: str, numbers: range, state: Path | None) -> bool:
    """Answer for a format, print its figures; returns whether nothing is wrong."""
    earlier = [json.loads(line) for line in state.read_text(encoding="utf-8").splitlines()] if state and state.exists() else []
    done = {one["number"]: one for one in earlier if one["format"] == kind}
    worker = Worker(kind)
    for number in numbers:
        if number in done:
            continue
        done[number] = {"format": kind, "number": number, **worker.ask(number)}
        if state:
            with state.open("a", encoding="utf-8") as file:
                file.write(json.dumps(done[number]) + "\n")
    worker.end()
    mine = [done[number] for number in numbers]
    wrong = [(one["number"], why) for one in mine if (why := bad(one))]
    outcomes = Counter(next(name for name in ("read", "refused", "fault", "slow") if name in one) for one in mine)
    slowest, largest = max(one["seconds"] for one in mine), max(one["megabytes"] for one in mine)
    counts = ", ".join(f"{outcomes[name]} {name}" for name in ("read", "refused", "fault", "slow"))
    print(f"{kind:13} {len(mine):5} inputs: {counts}; slowest {slowest:.1f} s, largest {largest} MB", flush=True)
    for number, why in wrong[:20]:
        print(f"  {kind} {number}: {why}", flush=True)
    return not wrong


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--format", choices=FORMATS, action="append", help="one format; all by default")
    parser.add_argument("--count", type=int, default=50, help="inputs of each format")
    parser.add_argument("--start", type=int, default=0, help="number of the first")
    parser.add_argument("--state", type=Path, help="a file of answers, to go on where it stops")
    parser.add_argument("--only", type=int, help="one input, its answer printed")
    parser.add_argument("--keep", type=Path, help="with --only: where its bytes go")
    given = parser.parse_args()
    kinds = given.format or FORMATS
    if given.only is not None:
        with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
            data = made(kinds[0], given.only, Path(name))
        if given.keep:
            given.keep.write_bytes(data)
        worker = Worker(kinds[0])
        print(worker.ask(given.only))
        worker.end()
        return 0
    numbers = range(given.start, given.start + given.count)
    results = [run(kind, numbers, given.state) for kind in kinds]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
