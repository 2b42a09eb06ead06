"""Small logs that tests write: thirty files of five steps each, as tables and as XES, and what is read of them."""

import datetime as dt

from procmap.language import words
from procmap.reading import ReadingOptions, read

STEPS = ("Dépôt", "Contrôle", "Visa du chef", "Signature", "Notification")
HEADER = ("Dossier", "Étape", "Date", "Agent", "Service")
SERVICES = ("Accueil", "Instruction", "Direction")
WHOLE = (150, 150, 30, 5)
"""Rows read and kept, cases and steps of the log as it is."""

EPOCH = dt.datetime(1970, 1, 1)


def moment(case, step):
    """When a file passes a step: a day or so between steps, each at another minute."""
    return dt.datetime(2024, 1, 8, 9, 0) + dt.timedelta(days=case + step, hours=case * 7 % 9, minutes=step * 11 + case)


def rows(cases=30, form="%d/%m/%Y %H:%M"):
    """The rows of the log, as texts."""
    return [
        [f"D-{case:03}", STEPS[step], f"{moment(case, step):{form}}", f"agent{(case + step * 2) % 5 + 1}", SERVICES[step % 3]]
        for case in range(1, cases + 1) for step in range(len(STEPS))
    ]  # fmt: skip


def written(lines, separator=";"):
    """Rows as a text table."""
    return "".join(separator.join(line) + "\n" for line in lines)


def xes_event(label, time, more=""):
    return f'<event><string key="concept:name" value="{label}"/><date key="time:timestamp" value="{time}"/>{more}</event>\n'


def xes_trace(name, events):
    named = "" if name is None else f'<string key="concept:name" value="{name}"/>'
    return f"<trace>{named}\n{events}</trace>\n"


def xes(traces):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<log>\n{traces}</log>\n'


class Log:
    """What was read of a source."""

    def __init__(self, engine, given, options):
        self.reading = read(given, options, engine)
        names = engine.names("source_event")
        self.events = [dict(zip(names, row, strict=True)) for row in engine.rows("select * from source_event order by time, pos")]
        self.refusals = engine.rows("select line, reason from refusal order by part, line")
        self.notes = {key.removeprefix("reading.note_"): values for key, values in self.reading.notes}
        self.cases = {event["case_name"] for event in self.events}
        self.steps = {event["activity_name"] for event in self.events}
        self.counts = (self.reading.rows_read, self.reading.rows_kept, len(self.cases), len(self.steps))
        assert self.reading.rows_read == self.reading.rows_kept + self.reading.rows_refused
        assert len(self.refusals) == self.reading.rows_refused

    def trace(self, case):
        return [event["activity_name"] for event in self.events if event["case_name"] == case]

    def times(self, case, kind="time"):
        return [EPOCH + dt.timedelta(microseconds=event[kind]) for event in self.events if event["case_name"] == case]


def see_words(reading):
    """See that every note of a reading has words in both languages."""
    for key, values in reading.notes:
        assert words("fr")(key, **values)
        assert words("en")(key, **values)


def parser(engine, folder):
    """What reads a text or bytes as a file of `folder`; every note on it has words in both languages."""

    def parse(content, name="log.csv", **options):
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        log = Log(engine, path, ReadingOptions(**options))
        see_words(log.reading)
        return log

    return parse


def loader(engine, folder, of=lambda _, reading: reading):
    """What reads a heading and rows, written as an export to a file of `folder`; `of` makes what is looked at of it."""

    def load(head, rows, **options):
        path = folder / "export.csv"
        lines = [";".join(head), *(";".join(map(str, row)) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
        reading = read(path, ReadingOptions(**options), engine)
        see_words(reading)
        return of(engine, reading)

    return load
