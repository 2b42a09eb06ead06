"""From a source to its log: all that a command needs which audits nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from procmap.config import Config
from procmap.engine import Engine
from procmap.errors import ProcmapError
from procmap.log import EventLog, build_log
from procmap.log.country import country_of
from procmap.log.people import NOBODY, hide_attributes, settle_privacy
from procmap.procedures import language_of
from procmap.procedures.states import is_at_work
from procmap.reading import Reading, read
from procmap.reading.incoming import Given
from procmap.reading.people import hidden, hide_refusals

Progress = Callable[[str], None]
"""Called with the name of each stage as it begins."""


def load_log(
    source: Given,
    config: Config,
    engine: Engine,
    progress: Progress = lambda _: None,
    language: str | None = None,
    *,
    names: bool = False,
    attributes: bool = False,
) -> tuple[EventLog, Reading]:
    """Read a source and build its log.

    Args:
        source: The file, or the files of one log.
        config: Options.
        engine: Where the tables live.
        progress: Told of each stage.
        language: Of pseudonyms where the options name none; the log's own by default.
        names: People keep their names: for a file that the user asked for so.
        attributes: Keep the columns that no kind took, however many.
    """
    progress("read")
    reading = read(source, config.reading, engine, attributes=attributes)
    if not reading.events:
        raise ProcmapError("audit.nothing_left", path=reading.source)
    progress("order")
    labels = _distinct(engine, "activity_name")
    spoken = config.language or language or language_of(labels) or config.spoken
    privacy = settle_privacy(engine, reading.people, labels, spoken)
    hide_refusals(engine, privacy)
    shown = NOBODY if names else privacy
    at_work = {shown.hide(state) for state in (*labels, *_distinct(engine, "outcome_name")) if is_at_work(state)}
    calendar = replace(config.calendar, stands_in=country_of(reading.time_zone))
    return build_log(engine, calendar, shown, at_work), hidden(reading, privacy)


def _distinct(engine: Engine, column: str) -> list[str]:
    return [text for (text,) in engine.rows(f"select distinct {column} from source_event where {column} is not null order by 1")]


def attribute_columns(log: EventLog, reading: Reading, *, names: bool) -> tuple[str, ...]:
    """The columns of source_attribute that may be written; without `names`, none of people, and no name in the others."""
    held = [name for name in log.engine.names("source_attribute") if name != "pos"]
    if names:
        return tuple(held)
    kept = tuple(name for name in held if name not in reading.people.columns)
    hide_attributes(log.engine, log.privacy, kept)
    return kept
