"""One run of a procedure told by a story: files wait in an in-tray, then queue, first come first served, for people.

Every draw depends on the seed, the case, the step and the visit alone, so that a run without what is wrong meets the
same cases, people and luck (common random numbers). Time is whole seconds of office time since the first day, and no
draw uses a function whose last digit depends on the machine: every system gets the same rows.
"""

from __future__ import annotations

import hashlib
import heapq
from bisect import bisect_left
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from office_calendar import OfficeCalendar, session_days

LATER_VISITS = 0.35  # a file seen before is sent back less often


@dataclass(frozen=True)
class Row:
    """One performed step: office times of start and end, and what follows if it sends the file back (None if not)."""

    case: int
    label: str
    start: int
    end: int
    person: str
    sent_back: str | None


@dataclass
class Service:
    """The people of a service, the longest idle first, and the files that wait for them, first come first served."""

    free: deque[str]
    queue: deque[tuple[int, str]] = field(default_factory=deque)


class Simulation:
    """One run of a story, with some of its plants cured (by their numbers)."""

    def __init__(self, story: dict[str, Any], cured: tuple[int, ...] = ()) -> None:
        self.story = story
        self.calendar = OfficeCalendar(story["first_day"])
        self.steps = {step["label"]: step for step in story["step"] + story.get("detour", [])}
        cures = [(story["plant"][number]["cure"], set(story["plant"][number]["activities"])) for number in cured]
        self.cured = {kind: {label for cure, labels in cures if cure == kind for label in labels}
                      for kind in ("remove", "first_pass", "at_once")}
        self.sessions = {name: session_days(rule, self.calendar) for name, rule in story.get("session", {}).items()}
        names = (f"Agent {number:02}" for number in range(1, 100))
        self.services = {name: Service(deque(next(names) for _ in range(count)))
                         for name, count in story["people"].items()}
        self.events: list[tuple[int, int, int, str, str]] = []
        self.number = 0
        self.visits: Counter[tuple[int, str]] = Counter()
        self.todo: dict[int, list[str]] = {}
        self.rows: list[Row] = []

    def luck(self, case: int, *about: object) -> float:
        """A uniform draw in [0, 1): of the seed, the case and what it is about, never of what else happens."""
        key = "/".join(map(str, (self.story["seed"], case, *about)))
        return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=6).digest(), "big") / 2**48

    def amount(self, case: int) -> float:
        """The case's amount, drawn between the story's quantiles."""
        quantiles = self.story["amounts"]
        below, share = divmod(self.luck(case, "amount") * (len(quantiles) - 1), 1)
        low, high = quantiles[int(below)], quantiles[int(below) + 1]
        return round(low + (high - low) * share, 2)

    def path(self, case: int, after: str | None = None) -> list[str]:
        """The steps that this case has to pass, from `after` on (included)."""
        labels = [step["label"] for step in self.story["step"] if self.applies(case, step)]
        return labels[labels.index(after):] if after else labels

    def applies(self, case: int, step: dict[str, Any]) -> bool:
        """Whether the case passes the step at all."""
        chosen = self.luck(case, "share", step.get("group", step["label"])) < step.get("share", 1)
        return chosen and step["label"] not in self.cured["remove"] and self.amount(case) >= step.get("above", 0)

    def run(self) -> list[Row]:
        """All rows, in the order of their ends."""
        span = self.calendar.office(datetime.combine(self.story["last_day"], time(17)))
        arrivals = sorted(int(self.luck(case, "arrival") * span) for case in range(self.story["cases"]))
        for case, arrival in enumerate(arrivals):
            self.todo[case] = self.path(case)
            self.push(arrival, case, "file", "")
        while self.events:
            moment, _, case, kind, person = heapq.heappop(self.events)
            if kind == "file":
                self.next_step(moment, case)
            elif kind == "tray":
                self.queue(moment, case)
            else:
                self.release(moment, kind, person)
        return sorted(self.rows, key=lambda row: (row.end, row.case, row.start))

    def push(self, moment: int, case: int, kind: str, person: str) -> None:
        """Plan an event; those of one moment happen in the order in which they were planned."""
        self.number += 1
        heapq.heappush(self.events, (moment, self.number, case, kind, person))

    def next_step(self, moment: int, case: int) -> None:
        """The case leaves one desk for the next: in-tray, session or the outside."""
        if not self.todo[case]:
            return
        step = self.steps[self.todo[case][0]]
        self.visits[case, step["label"]] += 1
        visit = self.visits[case, step["label"]]
        if "days" in step:
            low, high = step["days"]
            away = timedelta(seconds=int((low + (high - low) * self.luck(case, step["label"], visit, "days")) * 86400))
            back = self.calendar.office(self.calendar.wall(moment) + away)
            # closed days would all end at the opening minute: what comes back is recorded within the first hours
            back += int(self.luck(case, step["label"], visit, "hour") * 9000)
            self.finish(step, case, back, back, step.get("by", ""))
            return
        if "session" in step and step["label"] not in self.cured["at_once"]:
            days = self.sessions[step["session"]]
            moment = days[bisect_left(days, moment)]
        waits = step.get("inbox", 0) * 3600 * 3 * self.luck(case, step["label"], visit, "inbox") ** 2
        self.push(moment + int(waits), case, "tray", "")

    def queue(self, moment: int, case: int) -> None:
        """The file joins the queue of the service."""
        step = self.steps[self.todo[case][0]]
        self.services[step["service"]].queue.append((case, step["label"]))
        self.serve(moment, step["service"])

    def release(self, moment: int, name: str, person: str) -> None:
        """A person is free again."""
        self.services[name].free.append(person)
        self.serve(moment, name)

    def serve(self, moment: int, name: str) -> None:
        """Free people take the first files."""
        service = self.services[name]
        while service.free and service.queue:
            person, (case, label) = service.free.popleft(), service.queue.popleft()
            step, visit = self.steps[label], self.visits[case, label]
            touch = step["minutes"] * 60 * (0.4 + 2.4 * self.luck(case, label, visit, "touch") ** 3)
            end = moment + max(60, int(touch))
            self.push(end, case, name, person)
            self.finish(step, case, moment, end, person)

    def finish(self, step: dict[str, Any], case: int, start: int, end: int, person: str) -> None:
        """The step is done: the file goes on, back or out."""
        label, sent_back = step["label"], None
        visit = self.visits[case, label]
        rest = self.todo[case][1:]
        draw = self.luck(case, label, visit, "result") / (1 if visit == 1 else LATER_VISITS)
        for way in () if label in self.cured["first_pass"] else step.get("returns", ()):
            if draw < way["rate"] and sent_back is None:
                sent_back = way["path"][0]
                rest = way["path"] + (self.path(case, way["again"]) if "again" in way else [])
            draw -= way["rate"] if sent_back is None else 0
        self.todo[case] = rest
        self.rows.append(Row(case, label, start, end, person, sent_back))
        self.push(end, case, "file", "")
