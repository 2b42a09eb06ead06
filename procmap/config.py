"""procmap.toml and the options of the command line, turned into each room's own frozen options."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmap.errors import ProcmapError, UsageError
from procmap.language import LANGUAGES
from procmap.log import OfficeCalendar
from procmap.log.people import Privacy
from procmap.procedures import Vocabulary
from procmap.procedures.pack_table import TABLE as PACK
from procmap.procedures.pack_table import PackChoice, chosen_pack, pack_from_chosen, read_pack_table
from procmap.procedures.steps_table import TABLE as STEPS
from procmap.procedures.steps_table import Steps, chosen_steps, read_steps, steps_from_chosen
from procmap.procedures.words_table import TABLE as WORDS
from procmap.procedures.words_table import chosen_words, read_words, words_from_chosen
from procmap.reading import ReadingOptions
from procmap.reading.options import Settled
from procmap.reading.reading_table import COLUMNS, READING, read_reading
from procmap.reading.settings_file import line_of, settings_text

if TYPE_CHECKING:
    from procmap.detectors.base import Detector

FILE = "procmap.toml"
RUN = "run.toml"
CALENDAR = ("hours", "holidays")
SETTLED = "settled"


@dataclass(frozen=True)
class Config:
    """Everything that can be chosen.

    Attributes:
        reading: How the file is read, and which part of it.
        calendar: Opening hours and holidays.
        vocabulary: What the words of labels mean beside the lexicon.
        steps: What is said of single steps: their kind, their term, whether they are done in sessions.
        pack: Which procedure the log is of, and what its labels mean.
        thresholds: Detectors' fields by detector and field.
        language: "fr", "en" or None for the log's own.
        spoken: What the run speaks where neither option nor labels tell: the language of the console.
        title: What pictures and report are headed with; None for the procedure's name, or "The procedure" where it is not known.
        date: The day of the run.
    """

    reading: ReadingOptions = field(default_factory=ReadingOptions)
    calendar: OfficeCalendar = field(default_factory=OfficeCalendar)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    steps: Steps = ()
    pack: PackChoice = field(default_factory=PackChoice)
    thresholds: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    language: str | None = None
    spoken: str = "fr"
    title: str | None = None
    date: dt.date = field(default_factory=dt.date.today)

    def with_options(self, **given: Any) -> Config:
        """The configuration with options that take precedence; None leaves a value as it is, a pack is typed as --pack is."""
        chosen = {name: value for name, value in given.items() if value not in (None, ())}
        if isinstance(typed := chosen.get(PACK), str | Path):
            chosen[PACK] = self.pack.instead(str(typed))
        reading = {name: chosen.pop(name) for name in (f.name for f in fields(ReadingOptions)) if name in chosen}
        calendar = {name: chosen.pop(name) for name in CALENDAR if name in chosen}
        return replace(
            self, reading=replace(self.reading, **reading), calendar=replace(self.calendar, **calendar), **chosen
        )

    def chosen(self) -> tuple[tuple[str, str | bool | int | float | tuple[str, ...]], ...]:
        """What differs from the defaults, as (name, value): what run.toml keeps and the report names."""
        found: list[tuple[str, Any]] = []
        for part in (self.reading, self.calendar):
            plain = type(part)()
            for f in fields(part):
                value = getattr(part, f.name)
                if isinstance(value, Settled):
                    kept = (("shape", value.shape), ("file", value.file), *value.choices)
                    found += [(f"{SETTLED}.{name}", text) for name, text in kept]
                elif value != getattr(plain, f.name):
                    found.append((f.name, value.isoformat() if isinstance(value, dt.date) else value))
        if self.title:
            found.append(("title", self.title))
        for name, values in sorted(self.thresholds.items()):
            found += [(f"{name}.{key}", value) for key, value in sorted(values.items())]
        found += [*chosen_words(self.vocabulary), *chosen_steps(self.steps), *chosen_pack(self.pack)]
        return tuple(found)

    @classmethod
    def from_chosen(cls, chosen: Mapping[str, Any], where: str = RUN) -> Config:
        """The configuration that `chosen` came from; `where` is the path of its file, beside which that of a pack stands."""
        thresholds: dict[str, dict[str, object]] = {}
        given: dict[str, Any] = {}
        tables: dict[str, dict[str, Any]] = {WORDS: {}, STEPS: {}, PACK: {}, SETTLED: {}}
        for name, value in chosen.items():
            table, _, key = name.partition(".")
            if table in tables:
                tables[table][key] = value
            elif key:
                thresholds.setdefault(table, {})[key] = value
            else:
                given[name] = dt.date.fromisoformat(value) if name in ("since", "until") else value
        settled = {key: str(value) for key, value in tables[SETTLED].items()}
        if thresholds:
            _configured(thresholds)
        if settled:
            shape, file = (settled.pop(name, "") for name in ("shape", "file"))
            given[SETTLED] = Settled(shape, file, tuple(settled.items()))
        words, steps = words_from_chosen(tables[WORDS], RUN), steps_from_chosen(tables[STEPS], RUN)
        pack = pack_from_chosen(tables[PACK], where)
        return cls(thresholds=thresholds, vocabulary=words, steps=steps, pack=pack).with_options(**given)


def nameless(config: Config, privacy: Privacy) -> tuple[Config, tuple[str, ...]]:
    """The configuration as it may be written, and what was left out of it because it names people ("where")."""
    kept = tuple(condition for condition in config.reading.where if privacy.hide_in_value(condition) == condition)
    title = privacy.hide(config.title) if config.title else None
    left_out = ("where",) if len(kept) < len(config.reading.where) else ()
    settled = config.reading.settled
    settled = replace(settled, file=privacy.hide(settled.file)) if settled else None
    # where the file of a pack stands is no matter of the report's, and differs from one machine to the next
    pack = replace(config.pack, file=privacy.hide(Path(config.pack.file).name)) if config.pack.file else config.pack
    return replace(config, title=title, pack=pack, reading=replace(config.reading, where=kept, settled=settled)), left_out


def load_config(path: Path | None, source: Path | None = None) -> Config:
    """The configuration in `path`, or in procmap.toml beside the source, or the defaults."""
    file = path or (source.parent / FILE if source and (source.parent / FILE).is_file() else None)
    if file is None:
        return Config()
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ProcmapError("config.unreadable", path=str(file)) from error
    text = settings_text(data, str(file))
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, content = line_of(error, text)
        raise ProcmapError("config.not_toml", path=str(file), line=str(line), content=content) from error
    return _from_table(table, str(file))


def _from_table(table: dict[str, Any], path: str) -> Config:
    _known(table, ("title", "shape", "columns", "reading", "calendar", WORDS, STEPS, PACK, "detectors", "language"), "", path)
    for name, keys in (("columns", COLUMNS), ("reading", READING), ("calendar", CALENDAR)):
        _known(_section(table, name, path), keys, f"{name}.", path)
    language = table.get("language")
    if language is not None and language not in LANGUAGES:
        raise UsageError("config.unknown_language", path=path, value=str(language))
    thresholds = _thresholds(_section(table, "detectors", path), path)
    return Config(
        reading=read_reading(_section(table, "reading", path), _texts(table, "columns", path), table.get("shape"), path),
        calendar=replace(OfficeCalendar(), **_texts(table, "calendar", path)),
        vocabulary=read_words(_section(table, WORDS, path), path),
        steps=read_steps(_section(table, STEPS, path), path),
        pack=read_pack_table(_section(table, PACK, path), path),
        thresholds=thresholds,
        language=language,
        title=str(table["title"]) if "title" in table else None,
    )


def _configured(thresholds: Mapping[str, Mapping[str, object]]) -> tuple[Detector, ...]:
    """The detectors with their thresholds, imported only where somebody sets one."""
    from procmap.detectors.catalogue import configured

    return configured(thresholds)


def _thresholds(given: dict[str, Any], path: str) -> Mapping[str, Mapping[str, object]]:
    """The table [detectors]; an unknown detector or threshold, or a value of another kind, is said before any work."""
    for name, values in given.items():
        if not isinstance(values, dict):
            raise UsageError("config.not_a_table", path=path, name=f"detectors.{name}")
    for detector in _configured(given) if given else ():
        for key in given.get(detector.name, {}):
            plain, value = getattr(type(detector), key, None), given[detector.name][key]
            number = isinstance(plain, int | float) and not isinstance(plain, bool)
            fits = isinstance(value, int | float) and not isinstance(value, bool) if number else True
            fits = isinstance(value, str) if isinstance(plain, str) else fits
            if not fits:
                setting = f"detectors.{detector.name}.{key}"
                raise UsageError("config.wrong_value", path=path, setting=setting, value=str(value), example=str(plain))
    return given


def _section(table: dict[str, Any], name: str, path: str) -> dict[str, Any]:
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise UsageError("config.not_a_table", path=path, name=name)
    return section


def _texts(table: dict[str, Any], name: str, path: str) -> dict[str, Any]:
    return {key: str(value) for key, value in _section(table, name, path).items()}


def _known(table: dict[str, Any], keys: tuple[str, ...], prefix: str, path: str) -> None:
    for key in table:
        if key not in keys:
            nearest = (get_close_matches(key, keys, n=1, cutoff=0.0) or list(keys))[0]
            raise UsageError("config.unknown_key", path=path, setting=prefix + key, nearest=prefix + nearest)
