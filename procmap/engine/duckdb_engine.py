"""The embedded engine: one DuckDB database in memory that spills to a folder of its own.

Results come out as Python tuples (small tables) or numpy columns (columns of cases or events that a computation needs).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from procmap.disk.failures import full_temporary_place
from procmap.disk.scratch import Scratch

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection

DEFAULT_MEMORY = "2GB"

FULL = ("max_temp_directory_size", "No space left on device", "Disk quota exceeded", "not enough space on the disk")
"""Words of the engine's error where what it spills no longer fits; it has no kind of its own."""


PLANNED = frozenset({"filter_pullup", "filter_pushdown", "unused_columns"})
"""What is still optimised in a brief plan: without it a join of large tables would be a product of all their rows."""


class Engine:
    """A database of named tables. Use it as a context manager, or close it. Threads may share it: they take turns.

    Args:
        memory: DuckDB's memory limit, above which sorts and joins spill to disk, as "2GB".
        threads: Worker threads; None takes what the machine has.
    """

    def __init__(self, *, memory: str = DEFAULT_MEMORY, threads: int | None = None) -> None:
        import duckdb

        self._turn = threading.RLock()
        self._open = threading.Lock()
        self._making: str | None = None
        self._briefly = False
        self._spill = Scratch()
        settings: dict[str, Any] = {
            "memory_limit": memory,
            "temp_directory": str(self._spill.path),
            "autoinstall_known_extensions": "false",  # no network at run time
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "true",  # the source's order is a fact of the log
        }
        if threads is not None:
            settings["threads"] = threads
        self._connection = duckdb.connect(":memory:", config=settings)
        self._connection.execute("set enable_progress_bar = false")  # it would be written among the results

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free the memory and the spill folder; a second call does nothing."""
        with self._open:
            self._connection.close()
        self._spill.close()

    def plan_briefly(self, *, briefly: bool) -> None:
        """Of small tables a statement takes longer to plan than to answer: spend little on plans. What it answers is the same."""
        if briefly != self._briefly:
            self._briefly = briefly
            self.run(f"set disabled_optimizers = '{_left_out(self._connection) if briefly else ''}'")

    def count_progress(self) -> None:
        """Keep count of how much of each statement is done, for `share`."""
        for setting in ("enable_progress_bar = true", "enable_progress_bar_print = false", "progress_bar_time = 0"):
            self.run(f"set {setting}")

    def share(self, name: str) -> float | None:
        """How much of a table is made (0 to 1), asked from another thread while it is; None at any other time."""
        import duckdb

        if self._making != name:
            return None
        with self._open:
            try:
                percent = self._connection.query_progress()
            except duckdb.Error:  # the database is closed
                return None
        return percent / 100 if 0 < percent <= 100 else None

    def run(self, sql: str, parameters: list[object] | None = None) -> None:
        """Run a statement whose result nobody needs."""
        with self._turn, _spilling():
            self._connection.execute(sql, parameters)

    def table(self, name: str, sql: str) -> None:
        """Store the result of a SELECT as table `name`, replacing an earlier one."""
        with self._turn:
            self._making = name
            try:
                self.run(f"create or replace table {name} as {sql}")
            finally:
                self._making = None

    def drop(self, *names: str) -> None:
        """Forget tables that no later stage reads."""
        for name in names:
            self.run(f"drop table if exists {name}")

    def rows(self, sql: str, parameters: list[object] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a SELECT: for small tables."""
        with self._turn, _spilling():
            return self._connection.execute(sql, parameters).fetchall()

    def value(self, sql: str, parameters: list[object] | None = None) -> Any:
        """The only value of a SELECT of one row and one column."""
        return self.rows(sql, parameters)[0][0]

    def columns(self, sql: str) -> dict[str, np.ndarray[Any, Any]]:
        """The columns of a SELECT as numpy arrays (masked where NULL occurs)."""
        with self._turn, _spilling():
            return dict(self._connection.execute(sql).fetchnumpy())

    def has(self, table: str) -> bool:
        """Whether there is a table of this name."""
        import duckdb

        try:
            self.run(f"describe {table}")
        except duckdb.CatalogException:
            return False
        return True

    def names(self, table: str) -> list[str]:
        """The columns of a table, in order."""
        return [row[0] for row in self.rows(f"select column_name from (describe {table})")]

    def load(self, name: str, columns: dict[str, np.ndarray[Any, Any]]) -> None:
        """Store numpy columns of equal length as table `name`, in their order."""
        view = f"{name}__columns"
        with self._turn, _spilling():
            self._connection.register(view, columns)
            self._connection.execute(f"create or replace table {name} as select * from {view}")
            self._connection.unregister(view)

    def frame(self, sql: str) -> Any:
        """The result of a SELECT as a pandas frame, for notebooks."""
        with self._turn, _spilling():
            return self._connection.execute(sql).df()


_left: list[str] = []


def _left_out(connection: DuckDBPyConnection) -> str:
    """The optimisers that a brief plan does without; which there are depends on the engine's version alone."""
    if not _left:
        _left.extend(name for (name,) in connection.execute("select * from duckdb_optimizers()").fetchall() if name not in PLANNED)
    return ",".join(_left)


@contextmanager
def _spilling() -> Iterator[None]:
    """Say which place is full where the engine has none to spill to."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        if any(said in str(error) for said in FULL):
            raise full_temporary_place() from error
        raise


@cache
def sql_of(package: str, name: str) -> str:
    """The statement in `name`.sql beside the modules of `package`."""
    return (files(package) / f"{name}.sql").read_text(encoding="utf-8")
