"""What a change of people means for who may do what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from procmap.findings import Assign, Capacity, Edit
from procmap.log import EventLog
from procmap.redesign.simulation.engine import NEVER, Staff
from procmap.redesign.simulation.luck import Luck
from procmap.redesign.simulation.teams import REGULAR, Teams


def restaffed(log: EventLog, luck: Luck, teams: Teams, edits: Sequence[Edit]) -> Teams:
    """The teams with more people in a role, or with anyone of a role for some activities."""
    for edit in edits:
        if isinstance(edit, Capacity):
            teams = _more(teams, log.roles.index(edit.role), edit.people)
        elif isinstance(edit, Assign):
            codes = {log.activities.index(label) for label in edit.activities}
            teams = _anyone(luck, teams, log.roles.index(edit.role), codes)
    return teams


def _more(teams: Teams, role: int, people: int) -> Teams:
    """More people, who are always there and do all that the role does."""
    staff = teams.staff
    before = len(staff.of_person)
    new = list(range(before, before + people))
    of_queue = [
        [*members, *new] if work[1] == role else members for members, work in zip(staff.of_queue, teams.works, strict=True)
    ]
    return replace(teams, staff=_staff(staff, of_queue, before + people))


def _anyone(luck: Luck, teams: Teams, role: int, codes: set[int]) -> Teams:
    """The regular people of a role take the files of the activities."""
    import numpy as np

    mine = luck.served & (luck.role == role)
    times = np.bincount(luck.person[mine], minlength=len(teams.staff.of_person))
    regular = np.nonzero(times >= max(REGULAR * int(mine.sum()), 1))[0].tolist()
    of_queue = [
        sorted({*members, *regular}) if work[0] in codes else members
        for members, work in zip(teams.staff.of_queue, teams.works, strict=True)
    ]
    return replace(teams, staff=_staff(teams.staff, of_queue, len(teams.staff.of_person)))


def _staff(staff: Staff, of_queue: Sequence[Sequence[int]], people: int) -> Staff:
    new = [NEVER] * (people - len(staff.of_person))
    return replace(Staff.of(of_queue, people), away=[*staff.away, *new], taken=[*staff.taken, *new])
