"""Where tables live and where SQL runs."""

from procmap.engine.duckdb_engine import Engine

__all__ = ["Engine"]
