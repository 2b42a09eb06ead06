"""procmap read --interactive: the doubts of a reading are asked for one by one, and what is settled is kept in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from procmap.cli.choosing import chosen_case, chosen_place
from procmap.cli.console import write
from procmap.cli.questions import BY_HAND_INSTEAD, SHAPE, Question, column_question, next_question, source_columns
from procmap.config import FILE, Config
from procmap.config_text import settled_text
from procmap.errors import ProcmapError
from procmap.language import words
from procmap.language.shown import visible
from procmap.reading import Reading
from procmap.reading.choice import NEEDED
from procmap.reading.derived import JOINT
from procmap.reading.doubts import SETTLED
from procmap.reading.names import KINDS
from procmap.reading.options import ReadingOptions, Settled
from procmap.reading.settled import CHOICES, following, shape_of
from procmap.reading.shapes.ambiguity import AmbiguousError
from procmap.report.folder import write_file_by


@dataclass(frozen=True)
class Seen:
    """What one reading of the source gives.

    Attributes:
        reading: What was understood.
        text: The same for people.
        cases, events: How many.
        activities: The steps.
        mark: The same for readings that give the same events.
    """

    reading: Reading
    text: str
    cases: int
    events: int
    activities: tuple[str, ...]
    mark: object


Look = Callable[[Config], Seen]


class Interview:
    """Asks what a reading leaves in doubt.

    Args:
        look: Reads the source.
        config: What is settled from the start.
        language: Of the questions.

    Attributes:
        config: What is settled so far.
        seen: What the source gives with it.
    """

    def __init__(self, look: Look, config: Config, language: str) -> None:
        self._look, self._language = look, language
        self._say = words(language)
        self._asked: set[str] = set()
        self.config, self.seen = self._looked(config)

    def hold(self) -> None:
        """Show the reading, then ask question after question."""
        write(self.seen.text)
        if next_question(self.seen.reading, self._asked) is None:
            write("\n" + self._say("cli.ask_nothing"), err=True)
        while (question := next_question(self.seen.reading, self._asked)) is not None:
            self._settle(question)

    def settled(self, file: Path) -> Settled:
        """What next month's export is read with: as many columns as give the same events once they are named.

        Columns that reading joins by itself may be joined otherwise where they are named: then they are left to be found again.
        """
        reading, options = self.seen.reading, self.config.reading
        if any(key == SETTLED for key, _ in reading.notes):
            options = following(options)
        given = {name: value for name in CHOICES if (value := getattr(options, name)) is not None}
        columns = {choice.kind: choice.name for choice in source_columns(reading) if choice.kind in KINDS}
        answered = Settled(shape_of(reading.names), file.name, _in_order(given))
        for named in (columns, {kind: name for kind, name in columns.items() if JOINT not in name}):
            every = replace(answered, choices=_in_order(given | named))
            if self._gives_the_same(every):
                return every
        return answered

    def _gives_the_same(self, settled: Settled) -> bool:
        reading = self.config.reading
        part = ReadingOptions(since=reading.since, until=reading.until, where=reading.where, settled=settled)
        try:
            return self._look(replace(self.config, reading=part)).mark == self.seen.mark
        except ProcmapError:
            return False

    def _looked(self, config: Config) -> tuple[Config, Seen]:
        """The reading; where two are plausible, the one chosen."""
        while True:
            try:
                return config, self._look(config)
            except AmbiguousError as error:
                self._asked.add("case")
                config = config.with_options(case=chosen_case(error, self._language))

    def _settle(self, question: Question) -> None:
        """Ask until an answer can be read with; one that changes nothing is not read again."""
        self._asked.add(question.option)
        if question.doubt:
            key, values = question.doubt
            write("\n" + visible(self._say(key, **values)), err=True)
        while True:
            given, is_other = self._answers(question)
            config = self.config.with_options(**given)
            if not is_other:
                self.config = config
                return
            try:
                self.config, self.seen = self._looked(config)
            except ProcmapError as error:
                write(self._say.error(error), err=True)
                continue
            write(self._say("cli.ask_now", **self._counts()), err=True)
            return

    def _counts(self) -> dict[str, int]:
        return {"cases": self.seen.cases, "events": self.seen.events, "activities": len(self.seen.activities)}

    def _answers(self, question: Question) -> tuple[dict[str, str], bool]:
        """The options that the answer settles, and whether they say something other than the reading does."""
        answer, is_other = self._answer(question)
        if question.option != SHAPE:
            return {question.option: answer}, is_other
        if answer != BY_HAND_INSTEAD:
            return {}, False
        self._asked.update(NEEDED)
        return {kind: self._answer(column_question(self.seen.reading, kind))[0] for kind in NEEDED}, True

    def _answer(self, question: Question) -> tuple[str, bool]:
        option = question.option
        kind = self._say(f"cli.kind_{option}") if option in KINDS else None
        asked = self._say("cli.ask_column", kind=kind) if kind else self._say(f"cli.ask_{option}")
        told = [self._told(option, each) for each in question.candidates]
        place = chosen_place(asked, told, self._language, has_default=question.has_present)
        return question.candidates[place], place > 0 or not question.has_present

    def _told(self, option: str, candidate: str) -> str:
        """A candidate as it is listed; the words of options are explained."""
        key = f"cli.ask_{option}.{candidate}"
        return self._say(key) if self._say.has(key) else candidate


def _in_order(choices: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, choices[name]) for name in CHOICES if name in choices)


def settled_file(source: tuple[Path, ...], save: Path | None) -> Path:
    """Where a settled reading is kept: beside the source, where it is found again, or where the user says.

    Raises:
        ProcmapError: There is a file already.
    """
    file = save or source[0].parent / FILE
    if file.exists():
        raise ProcmapError("config.exists" if save else "config.exists_beside", path=str(file))
    return file


def keep(settled: Settled, file: Path, source: tuple[Path, ...], language: str) -> None:
    """Write a settled reading, whole or not at all, and say where it is and what it holds.

    Raises:
        ProcmapError: It cannot be written, or is there by now.
    """
    say = words(language)
    text = settled_text(settled, say("config.settled_head"))

    def put(new: Path) -> None:
        new.write_text(text, encoding="utf-8", newline="\n")

    try:
        write_file_by(file, put, replace=False)
    except ProcmapError as error:
        key = "config.exists" if error.key == "folder.file_exists" else "config.not_writable"
        raise ProcmapError(key, path=str(file)) from error
    is_found = file.resolve() == (source[0].parent / FILE).resolve()
    write("\n" + say("cli.ask_kept" if is_found else "cli.ask_kept_apart", path=str(file)), err=True)
    write("\n".join(f"  {visible(line)}" for line in text.splitlines()[1:] if line), err=True)
