"""The log as procmap understands it, written to a file for other programs."""

from __future__ import annotations

from pathlib import Path

from procmap.config import Config
from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.loading import Progress, attribute_columns, load_log
from procmap.log import EventLog
from procmap.reading import Reading
from procmap.reading.incoming import Given
from procmap.report.log_file import format_of_file, write_log


def convert(
    source: Given,
    file: Path,
    config: Config,
    engine: Engine,
    *,
    names: bool = False,
    with_others: bool = False,
    replace: bool = False,
    progress: Progress = lambda _: None,
    language: str | None = None,
) -> tuple[EventLog, Reading]:
    """Write the log as it is understood.

    Args:
        source: Its files.
        file: A .csv, .parquet or .xes.
        config: Options.
        engine: Where the tables live.
        names: People stand in it under their names, not under pseudonyms.
        with_others: Also the columns that no kind took; those that hold people only with `names`.
        replace: Replace a file that is there.
        progress: Told of each stage.
        language: Of pseudonyms where the options name none.
    """
    format_of_file(file)
    if file.exists() and not replace:
        raise ProcmapError("folder.file_exists", path=str(file))
    log, reading = load_log(source, config, engine, progress, language, names=names, attributes=with_others)
    progress("write")
    others = attribute_columns(log, reading, names=names) if with_others else ()
    write_log(log, file, others=others, replace=replace, zone=reading.time_zone)
    return log, reading
