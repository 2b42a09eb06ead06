"""From the options of a command to the configuration and the engine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from procmap.cli.spoken import message_language
from procmap.config import Config, load_config
from procmap.engine import Engine
from procmap.language.file_name import as_text


def configuration(source: tuple[Path, ...], given: dict[str, Any]) -> Config:
    """The configuration of a run: procmap.toml, then the options."""
    chosen = {name: given[name] for name in given if name not in ("config", "threads", "memory", "quiet", "day")}
    chosen = {name: _as_text(value) for name, value in chosen.items()}
    if given.get("day"):
        chosen["date"] = given["day"]
    chosen["spoken"] = message_language(sys.argv)
    return load_config(given.get("config"), source[0]).with_options(**chosen)


def _as_text(value: Any) -> Any:
    """What was typed, without what is no character: options are written to files."""
    if isinstance(value, tuple):
        return tuple(map(_as_text, value))
    return as_text(value) if isinstance(value, str) else value


def engine_of(given: dict[str, Any]) -> Engine:
    """The engine with the memory and the threads asked for."""
    return Engine(memory=given["memory"], threads=given["threads"])
